package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.ops.Tables.SETUP_TOKENS;

import dev.groundwork.application.access.SetupStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.persistence.Unit;

/** The links that make the first administrator, in {@code ops.setup_tokens}. */
public final class JooqSetupStore implements SetupStore {
    private final Unit unit;

    public JooqSetupStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void add(TokenHash token) {
        unit.sql().insertInto(SETUP_TOKENS).set(SETUP_TOKENS.TOKEN_HASH, token).execute();
    }

    @Override
    public boolean exists(TokenHash token) {
        return unit.sql().fetchExists(SETUP_TOKENS, SETUP_TOKENS.TOKEN_HASH.eq(token));
    }

    @Override
    public void clear() {
        unit.sql().deleteFrom(SETUP_TOKENS).execute();
    }
}
