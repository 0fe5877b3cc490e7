package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.EMAIL_VERIFICATION_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.VerificationStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.app.tables.EmailVerificationTokens;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;

/** Links that prove an address, in {@code app.email_verification_tokens}. */
public final class JooqVerificationStore implements VerificationStore {
    private static final EmailVerificationTokens TOKENS = EMAIL_VERIFICATION_TOKENS;
    private static final Condition LIVE = TOKENS.USED.isFalse().and(TOKENS.VOIDED_AT.isNull());

    private final Unit unit;

    public JooqVerificationStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void replace(Proof proof, TokenHash token, Instant expiresAt) {
        voidAll(proof.user());
        int stored = unit.sql()
                .insertInto(
                        TOKENS,
                        TOKENS.TOKEN_HASH,
                        TOKENS.USER_ID,
                        TOKENS.EMAIL,
                        TOKENS.EMAIL_CANONICAL,
                        TOKENS.EXPIRES_AT)
                .select(select(
                                val(token, TOKENS.TOKEN_HASH),
                                USERS.ID,
                                val(proof.email(), TOKENS.EMAIL),
                                val(proof.email().canonical(), TOKENS.EMAIL_CANONICAL),
                                val(expiresAt, TOKENS.EXPIRES_AT))
                        .from(USERS)
                        .where(USERS.UUID.eq(proof.user())))
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
    public boolean exists(Proof proof, Instant now) {
        return unit.sql()
                .fetchExists(selectOne()
                        .from(TOKENS)
                        .join(USERS)
                        .on(USERS.ID.eq(TOKENS.USER_ID))
                        .where(
                                USERS.UUID.eq(proof.user()),
                                TOKENS.EMAIL_CANONICAL.eq(proof.email().canonical()),
                                LIVE,
                                TOKENS.EXPIRES_AT.gt(now)));
    }

    @Override
    public Optional<Proof> consume(TokenHash token, Instant now) {
        return unit.sql()
                .update(TOKENS)
                .set(TOKENS.USED, true)
                .set(TOKENS.USED_AT, now)
                .from(USERS)
                .where(USERS.ID.eq(TOKENS.USER_ID), TOKENS.TOKEN_HASH.eq(token), LIVE, TOKENS.EXPIRES_AT.gt(now))
                .returningResult(USERS.UUID, TOKENS.EMAIL)
                .fetchOptional(mapping(Proof::new));
    }
}
