package dev.groundwork.domain.session;

/** How a session's owner carries its credential. */
public enum SessionMode {
    /** A short-lived access token beside a refresh token. */
    TOKEN,
    /** A signed cookie, for browsers; it neither refreshes nor slides. */
    COOKIE
}
