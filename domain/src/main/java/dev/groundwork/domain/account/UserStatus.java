package dev.groundwork.domain.account;

/** Whether an account may do anything; only an active one may. */
public enum UserStatus {
    ACTIVE,
    INACTIVE,
    SUSPENDED,
    DELETED
}
