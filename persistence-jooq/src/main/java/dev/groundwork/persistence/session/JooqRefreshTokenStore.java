package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.REFRESH_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_SESSIONS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.with;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import dev.groundwork.persistence.account.Users;
import dev.groundwork.persistence.schema.app.tables.RefreshTokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Refresh tokens in {@code app.refresh_tokens}. */
public final class JooqRefreshTokenStore implements RefreshTokenStore {
    private static final RefreshTokens SUCCESSOR = REFRESH_TOKENS.as("successor");

    private static final List<Field<?>> PRESENTED = Stream.of(
                    JooqSessionStore.COLUMNS,
                    Users.COLUMNS,
                    List.<Field<?>>of(
                            USER_SESSIONS.IS_ACTIVE,
                            REFRESH_TOKENS.EXPIRES_AT,
                            REFRESH_TOKENS.ROTATED_AT,
                            SUCCESSOR.TOKEN_HASH,
                            SUCCESSOR.ROTATED_AT))
            .flatMap(List::stream)
            .toList();

    private static final Prepared ADD_FIRST = Prepared.of(insertInto(
                    REFRESH_TOKENS,
                    REFRESH_TOKENS.TOKEN_HASH,
                    REFRESH_TOKENS.USER_ID,
                    REFRESH_TOKENS.SESSION_ID,
                    REFRESH_TOKENS.EXPIRES_AT)
            .select(select(
                            param("token", REFRESH_TOKENS.TOKEN_HASH),
                            USER_SESSIONS.USER_ID,
                            USER_SESSIONS.SESSION_ID,
                            param("end", REFRESH_TOKENS.EXPIRES_AT))
                    .from(USER_SESSIONS)
                    .where(USER_SESSIONS.SESSION_ID.eq(param("session", USER_SESSIONS.SESSION_ID)))));

    private static final Prepared LOCK = Prepared.select(
            List.of(USER_SESSIONS.ID),
            sessions -> sessions.from(USER_SESSIONS)
                    .where(USER_SESSIONS.SESSION_ID.eq(select(REFRESH_TOKENS.SESSION_ID)
                            .from(REFRESH_TOKENS)
                            .where(REFRESH_TOKENS.TOKEN_HASH.eq(param("token", REFRESH_TOKENS.TOKEN_HASH)))))
                    .forNoKeyUpdate());

    private static final Prepared READ = Prepared.select(
            PRESENTED,
            tokens -> tokens.from(REFRESH_TOKENS)
                    .join(USER_SESSIONS)
                    .on(USER_SESSIONS.SESSION_ID.eq(REFRESH_TOKENS.SESSION_ID))
                    .join(USERS)
                    .on(USERS.ID.eq(USER_SESSIONS.USER_ID))
                    .leftJoin(SUCCESSOR)
                    .on(SUCCESSOR.PARENT_ID.eq(REFRESH_TOKENS.ID))
                    .where(REFRESH_TOKENS.TOKEN_HASH.eq(param("token", REFRESH_TOKENS.TOKEN_HASH))));

    private static final Prepared ROTATE = rotation();

    private final Unit unit;

    public JooqRefreshTokenStore(Unit unit) {
        this.unit = unit;
    }

    /** One statement, so that no token is spent without a successor. */
    private static Prepared rotation() {
        var spent = name("spent")
                .as(update(REFRESH_TOKENS)
                        .set(REFRESH_TOKENS.ROTATED_AT, param("now", REFRESH_TOKENS.ROTATED_AT))
                        .where(
                                REFRESH_TOKENS.TOKEN_HASH.eq(param("spent", REFRESH_TOKENS.TOKEN_HASH)),
                                REFRESH_TOKENS.ROTATED_AT.isNull())
                        .returningResult(
                                REFRESH_TOKENS.USER_ID,
                                REFRESH_TOKENS.SESSION_ID,
                                REFRESH_TOKENS.ID,
                                REFRESH_TOKENS.GENERATION.plus(inline(1)).as(REFRESH_TOKENS.GENERATION)));
        return Prepared.of(with(spent)
                .insertInto(
                        REFRESH_TOKENS,
                        REFRESH_TOKENS.TOKEN_HASH,
                        REFRESH_TOKENS.USER_ID,
                        REFRESH_TOKENS.SESSION_ID,
                        REFRESH_TOKENS.PARENT_ID,
                        REFRESH_TOKENS.GENERATION,
                        REFRESH_TOKENS.EXPIRES_AT)
                .select(select(
                                param("successor", REFRESH_TOKENS.TOKEN_HASH),
                                spent.field(REFRESH_TOKENS.USER_ID),
                                spent.field(REFRESH_TOKENS.SESSION_ID),
                                spent.field(REFRESH_TOKENS.ID),
                                spent.field(REFRESH_TOKENS.GENERATION),
                                param("end", REFRESH_TOKENS.EXPIRES_AT))
                        .from(spent)));
    }

    @Override
    public void addFirst(SessionHandle session, TokenHash token, Instant expiresAt) {
        int added = ADD_FIRST.execute(
                unit,
                val(token, REFRESH_TOKENS.TOKEN_HASH),
                val(expiresAt, REFRESH_TOKENS.EXPIRES_AT),
                val(session, USER_SESSIONS.SESSION_ID));
        if (added == 0) {
            throw new IllegalArgumentException("there is no such session: " + session.value());
        }
    }

    /** Two statements: what the first saw of the token may be older than the lock it waited for. */
    @Override
    public Optional<Presented> findForUpdate(TokenHash token) {
        Field<TokenHash> presented = val(token, REFRESH_TOKENS.TOKEN_HASH);
        return LOCK.find(unit, presented)
                .flatMap(locked -> READ.find(unit, presented))
                .map(JooqRefreshTokenStore::presented);
    }

    private static Presented presented(Values row) {
        @Nullable Instant rotatedAt = row.get(REFRESH_TOKENS.ROTATED_AT);
        @Nullable TokenHash successor = row.get(SUCCESSOR.TOKEN_HASH);
        @Nullable
        Rotation rotation = rotatedAt == null || successor == null
                ? null
                : new Rotation(rotatedAt, successor, row.get(SUCCESSOR.ROTATED_AT) != null);
        return new Presented(
                JooqSessionStore.session(row),
                row.get(USER_SESSIONS.IS_ACTIVE),
                Users.user(row),
                row.get(REFRESH_TOKENS.EXPIRES_AT),
                rotation);
    }

    @Override
    public void rotate(TokenHash spent, TokenHash successor, Instant now, Instant expiresAt) {
        int rotated = ROTATE.execute(
                unit,
                val(now, REFRESH_TOKENS.ROTATED_AT),
                val(spent, REFRESH_TOKENS.TOKEN_HASH),
                val(successor, REFRESH_TOKENS.TOKEN_HASH),
                val(expiresAt, REFRESH_TOKENS.EXPIRES_AT));
        if (rotated == 0) {
            throw new Overtaken("the token was spent just now");
        }
    }
}
