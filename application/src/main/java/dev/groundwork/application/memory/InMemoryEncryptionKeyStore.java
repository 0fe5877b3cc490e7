package dev.groundwork.application.memory;

import dev.groundwork.application.account.EncryptionKeyStore;
import java.util.LinkedHashMap;
import java.util.Map;

final class InMemoryEncryptionKeyStore implements EncryptionKeyStore {
    private final Unit unit;

    InMemoryEncryptionKeyStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Map<String, byte[]> list() {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        unit.asService().encryptionKeys.byKey().forEach((id, check) -> keys.put(id, check.clone()));
        return keys;
    }

    /** Units run one after another. */
    @Override
    public Map<String, byte[]> listForUpdate() {
        return list();
    }

    @Override
    public void add(String keyId, byte[] checkValue) {
        Table<String, byte[]> keys = unit.asService().encryptionKeys;
        if (!keys.contains(keyId)) {
            keys.put(keyId, checkValue.clone());
        }
    }

    @Override
    public void retire(String keyId) {
        Table<String, byte[]> keys = unit.asService().encryptionKeys;
        if (keys.contains(keyId)) {
            keys.remove(keyId);
        }
    }
}
