package dev.groundwork.application.session;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;

/** The tokens that token sessions renew themselves with; a session's tokens are one family. As the service only. */
public interface RefreshTokenStore {

    /** Stores the first token of a session's family. */
    void addFirst(SessionHandle session, TokenHash token, Instant expiresAt);
}
