package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.ops.Tables.ENCRYPTION_KEYS;

import dev.groundwork.application.account.EncryptionKeyStore;
import dev.groundwork.persistence.Unit;
import java.util.Map;

/** The keys in use, in {@code ops.encryption_keys}. */
public final class JooqEncryptionKeyStore implements EncryptionKeyStore {
    private final Unit unit;

    public JooqEncryptionKeyStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Map<String, byte[]> list() {
        return unit.sql()
                .select(ENCRYPTION_KEYS.KEY_ID, ENCRYPTION_KEYS.CHECK_VALUE)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.RETIRED_AT.isNull())
                .fetchMap(ENCRYPTION_KEYS.KEY_ID, ENCRYPTION_KEYS.CHECK_VALUE);
    }

    @Override
    public void add(String keyId, byte[] checkValue) {
        unit.sql()
                .insertInto(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.KEY_ID, keyId)
                .set(ENCRYPTION_KEYS.CHECK_VALUE, checkValue)
                .onConflictDoNothing()
                .execute();
    }
}
