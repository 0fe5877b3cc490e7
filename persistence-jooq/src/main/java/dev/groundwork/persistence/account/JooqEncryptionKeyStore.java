package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.ops.Tables.ENCRYPTION_KEYS;
import static org.jooq.impl.DSL.excluded;

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
    public Map<String, byte[]> listForUpdate() {
        return unit.sql()
                .select(ENCRYPTION_KEYS.KEY_ID, ENCRYPTION_KEYS.CHECK_VALUE)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.RETIRED_AT.isNull())
                .forUpdate()
                .fetchMap(ENCRYPTION_KEYS.KEY_ID, ENCRYPTION_KEYS.CHECK_VALUE);
    }

    @Override
    public void add(String keyId, byte[] checkValue) {
        boolean inUse = unit.sql()
                .select(ENCRYPTION_KEYS.KEY_ID)
                .from(ENCRYPTION_KEYS)
                .where(ENCRYPTION_KEYS.KEY_ID.eq(keyId), ENCRYPTION_KEYS.RETIRED_AT.isNull())
                // Shared: those who write under one key must not wait for each other.
                .forShare()
                .fetchOptional()
                .isPresent();
        if (!inUse) {
            unit.sql()
                    .insertInto(ENCRYPTION_KEYS)
                    .set(ENCRYPTION_KEYS.KEY_ID, keyId)
                    .set(ENCRYPTION_KEYS.CHECK_VALUE, checkValue)
                    .onConflict(ENCRYPTION_KEYS.KEY_ID)
                    .doUpdate()
                    .set(ENCRYPTION_KEYS.CHECK_VALUE, excluded(ENCRYPTION_KEYS.CHECK_VALUE))
                    .setNull(ENCRYPTION_KEYS.RETIRED_AT)
                    .where(ENCRYPTION_KEYS.RETIRED_AT.isNotNull())
                    .execute();
        }
    }

    @Override
    public void retire(String keyId) {
        unit.sql()
                .update(ENCRYPTION_KEYS)
                .set(ENCRYPTION_KEYS.RETIRED_AT, unit.now())
                .where(ENCRYPTION_KEYS.KEY_ID.eq(keyId), ENCRYPTION_KEYS.RETIRED_AT.isNull())
                .execute();
    }
}
