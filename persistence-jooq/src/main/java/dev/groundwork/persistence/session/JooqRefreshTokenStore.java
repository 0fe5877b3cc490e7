package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.REFRESH_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_SESSIONS;
import static org.jooq.Functions.nullOnAnyNull;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.account.Users;
import java.time.Instant;
import java.util.Optional;

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

    @Override
    public Optional<Presented> findForUpdate(TokenHash token) {
        boolean known = unit.sql()
                .select(USER_SESSIONS.ID)
                .from(USER_SESSIONS)
                .where(USER_SESSIONS.SESSION_ID.eq(select(REFRESH_TOKENS.SESSION_ID)
                        .from(REFRESH_TOKENS)
                        .where(REFRESH_TOKENS.TOKEN_HASH.eq(token))))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        return known ? read(token) : Optional.empty();
    }

    /** A statement of its own: what the first one saw of the token may be older than the lock it waited for. */
    private Optional<Presented> read(TokenHash token) {
        var successor = REFRESH_TOKENS.as("successor");
        return unit.sql()
                .select(
                        JooqSessionStore.SESSION,
                        USER_SESSIONS.IS_ACTIVE,
                        Users.USER,
                        REFRESH_TOKENS.EXPIRES_AT,
                        row(REFRESH_TOKENS.ROTATED_AT, successor.TOKEN_HASH, successor.ROTATED_AT.isNotNull())
                                .mapping(nullOnAnyNull(Rotation::new)))
                .from(REFRESH_TOKENS)
                .join(USER_SESSIONS)
                .on(USER_SESSIONS.SESSION_ID.eq(REFRESH_TOKENS.SESSION_ID))
                .join(USERS)
                .on(USERS.ID.eq(USER_SESSIONS.USER_ID))
                .leftJoin(successor)
                .on(successor.PARENT_ID.eq(REFRESH_TOKENS.ID))
                .where(REFRESH_TOKENS.TOKEN_HASH.eq(token))
                .fetchOptional(mapping(Presented::new));
    }

    @Override
    public void rotate(TokenHash spent, TokenHash successor, Instant now, Instant expiresAt) {
        int rotated = unit.sql()
                .update(REFRESH_TOKENS)
                .set(REFRESH_TOKENS.ROTATED_AT, now)
                .where(REFRESH_TOKENS.TOKEN_HASH.eq(spent), REFRESH_TOKENS.ROTATED_AT.isNull())
                .execute();
        if (rotated == 0) {
            throw new Overtaken("the token was spent just now");
        }
        unit.sql()
                .insertInto(
                        REFRESH_TOKENS,
                        REFRESH_TOKENS.TOKEN_HASH,
                        REFRESH_TOKENS.USER_ID,
                        REFRESH_TOKENS.SESSION_ID,
                        REFRESH_TOKENS.PARENT_ID,
                        REFRESH_TOKENS.GENERATION,
                        REFRESH_TOKENS.EXPIRES_AT)
                .select(select(
                                val(successor, REFRESH_TOKENS.TOKEN_HASH),
                                REFRESH_TOKENS.USER_ID,
                                REFRESH_TOKENS.SESSION_ID,
                                REFRESH_TOKENS.ID,
                                REFRESH_TOKENS.GENERATION.plus(1),
                                val(expiresAt, REFRESH_TOKENS.EXPIRES_AT))
                        .from(REFRESH_TOKENS)
                        .where(REFRESH_TOKENS.TOKEN_HASH.eq(spent)))
                .execute();
    }
}
