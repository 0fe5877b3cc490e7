package dev.groundwork.domain.setting;

/** Who may make an account of their own. */
public enum RegistrationMode {
    OPEN,
    CLOSED
}
