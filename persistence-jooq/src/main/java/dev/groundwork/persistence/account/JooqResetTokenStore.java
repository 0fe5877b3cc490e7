package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.PASSWORD_RESET_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.ResetTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.app.tables.PasswordResetTokens;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;

/** Links that let people choose a password, in {@code app.password_reset_tokens}. */
public final class JooqResetTokenStore implements ResetTokenStore {
    private static final PasswordResetTokens TOKENS = PASSWORD_RESET_TOKENS;
    private static final Condition LIVE = TOKENS.USED.isFalse().and(TOKENS.VOIDED_AT.isNull());

    private final Unit unit;

    public JooqResetTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void replace(UserId user, TokenHash token, Instant expiresAt) {
        voidAll(user);
        int stored = unit.sql()
                .insertInto(TOKENS, TOKENS.TOKEN_HASH, TOKENS.USER_ID, TOKENS.EXPIRES_AT)
                .select(select(val(token, TOKENS.TOKEN_HASH), USERS.ID, val(expiresAt, TOKENS.EXPIRES_AT))
                        .from(USERS)
                        .where(USERS.UUID.eq(user)))
                .onConflict(TOKENS.USER_ID)
                .where(LIVE)
                .doNothing()
                .execute();
        if (stored == 0) {
            throw new Overtaken("another link was made just now");
        }
    }

    @Override
    public void voidAll(UserId user) {
        unit.sql()
                .update(TOKENS)
                .set(TOKENS.VOIDED_AT, unit.now())
                .where(TOKENS.USER_ID.eq(select(USERS.ID).from(USERS).where(USERS.UUID.eq(user))), LIVE)
                .execute();
    }

    @Override
    public Optional<UserId> consume(TokenHash token, Instant now) {
        return unit.sql()
                .update(TOKENS)
                .set(TOKENS.USED, true)
                .set(TOKENS.USED_AT, now)
                .from(USERS)
                .where(USERS.ID.eq(TOKENS.USER_ID), TOKENS.TOKEN_HASH.eq(token), LIVE, TOKENS.EXPIRES_AT.gt(now))
                .returningResult(USERS.UUID)
                .fetchOptional(found -> found.value1());
    }

    @Override
    public Optional<UserId> find(TokenHash token, Instant now) {
        return unit.sql()
                .select(USERS.UUID)
                .from(TOKENS)
                .join(USERS)
                .on(USERS.ID.eq(TOKENS.USER_ID))
                .where(TOKENS.TOKEN_HASH.eq(token), LIVE, TOKENS.EXPIRES_AT.gt(now))
                .fetchOptional(found -> found.value1());
    }
}
