package dev.groundwork.application.session;

import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.Session;
import java.time.Duration;
import java.util.Objects;

/** Somebody has just signed in; how they carry their credential decides which of the two it is. */
public sealed interface SignedIn {

    Session session();

    User user();

    /** With a cookie for a browser. */
    record WithCookie(Session session, User user, String cookie, Duration lifetime) implements SignedIn {
        public WithCookie {
            Objects.requireNonNull(session);
            Objects.requireNonNull(user);
        }

        @Override
        public String toString() {
            return "WithCookie[" + session.handle() + "]";
        }
    }

    /**
     * With tokens.
     *
     * @param lifetime of the access token
     */
    record WithTokens(Session session, User user, String accessToken, Duration lifetime, String refreshToken)
            implements SignedIn {
        public WithTokens {
            Objects.requireNonNull(session);
            Objects.requireNonNull(user);
        }

        @Override
        public String toString() {
            return "WithTokens[" + session.handle() + "]";
        }
    }
}
