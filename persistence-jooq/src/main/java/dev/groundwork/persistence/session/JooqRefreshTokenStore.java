package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.REFRESH_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USER_SESSIONS;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.Unit;
import java.time.Instant;

/** Refresh tokens in {@code app.refresh_tokens}. */
public final class JooqRefreshTokenStore implements RefreshTokenStore {
    private final Unit unit;

    public JooqRefreshTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void addFirst(SessionHandle session, TokenHash token, Instant expiresAt) {
        unit.sql()
                .insertInto(REFRESH_TOKENS)
                .set(REFRESH_TOKENS.TOKEN_HASH, token)
                .set(
                        REFRESH_TOKENS.USER_ID,
                        select(USER_SESSIONS.USER_ID).from(USER_SESSIONS).where(USER_SESSIONS.SESSION_ID.eq(session)))
                .set(REFRESH_TOKENS.SESSION_ID, session)
                .set(REFRESH_TOKENS.EXPIRES_AT, expiresAt)
                .execute();
    }
}
