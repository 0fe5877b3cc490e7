package dev.groundwork.application.session;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens that token sessions renew themselves with; a session's tokens are one family. As the service only. */
public interface RefreshTokenStore {

    /**
     * A token that somebody sent, with all that decides what it is worth.
     *
     * @param active whether its session was not ended
     * @param rotation null while the token is unspent
     */
    record Presented(
            Session session,
            boolean active,
            User owner,
            Instant expiresAt,
            @Nullable Rotation rotation) {
        public Presented {
            Objects.requireNonNull(session);
            Objects.requireNonNull(owner);
            Objects.requireNonNull(expiresAt);
        }
    }

    /**
     * How a token was spent.
     *
     * @param successorSpent whether its successor was spent too
     */
    record Rotation(Instant at, TokenHash successor, boolean successorSpent) {
        public Rotation {
            Objects.requireNonNull(at);
            Objects.requireNonNull(successor);
        }
    }

    /** Stores the first token of a session's family. */
    void addFirst(SessionHandle session, TokenHash token, Instant expiresAt);

    /**
     * A token, and nobody else refreshes or ends its session until this unit ends: the session's row is locked first, then the
     * token is read.
     *
     * @return empty where there is no such token
     */
    Optional<Presented> findForUpdate(TokenHash token);

    /** Spends a token at {@code now} and stores its successor in the family. */
    void rotate(TokenHash spent, TokenHash successor, Instant now, Instant expiresAt);
}
