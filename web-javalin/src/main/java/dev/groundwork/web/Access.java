package dev.groundwork.web;

import dev.groundwork.domain.access.Permission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may ask for a route at all; what they may do with one object is the use case's to decide. */
public record Access(Kind kind, @Nullable Permission permission) {
    /** Credentials are not even looked at: it works for everybody, however the rest of the system is doing. */
    public static final Access OPEN = new Access(Kind.OPEN, null);

    /** As {@link #OPEN}, and an unsafe method that a foreign page sends is refused, cookie or not. */
    public static final Access SIGN_IN = new Access(Kind.SIGN_IN, null);

    /** Signing out: credentials are looked at, but a bad one counts as none. */
    public static final Access SIGN_OUT = new Access(Kind.SIGN_OUT, null);

    /** Everybody, signed in or not; a bad {@code Authorization} is refused all the same. */
    public static final Access ANYBODY = new Access(Kind.ANYBODY, null);

    /** Whoever is signed in. */
    public static final Access SIGNED_IN = new Access(Kind.SIGNED_IN, null);

    /** Whoever is signed in with a credential that reaches their account, which an API token does not. */
    public static final Access ACCOUNT_HOLDER = new Access(Kind.ACCOUNT_HOLDER, null);

    public Access {
        Objects.requireNonNull(kind);
        if ((permission == null) == (kind == Kind.PERMITTED || kind == Kind.PERMITTED_OR_LOCAL)) {
            throw new IllegalArgumentException(kind + " with permission " + permission);
        }
    }

    enum Kind {
        OPEN,
        SIGN_IN,
        SIGN_OUT,
        ANYBODY,
        SIGNED_IN,
        ACCOUNT_HOLDER,
        PERMITTED,
        PERMITTED_OR_LOCAL
    }

    /** Whoever is signed in and holds the permission. */
    public static Access permission(Permission permission) {
        return new Access(Kind.PERMITTED, permission);
    }

    /** As {@link #permission}, or whoever asks from this machine itself and not through a proxy on it. */
    public static Access permissionOrLocal(Permission permission) {
        return new Access(Kind.PERMITTED_OR_LOCAL, permission);
    }

    boolean looksAtCredentials() {
        return kind != Kind.OPEN && kind != Kind.SIGN_IN;
    }
}
