package dev.groundwork.application.account;

import java.util.Map;

/** Which keys the encrypted column was written with, each by a value that tells the key without giving it away. As the service only. */
public interface EncryptionKeyStore {

    /** Check values by key id, of every key that was ever in use and not yet retired. */
    Map<String, byte[]> list();

    /** As {@link #list}, and nobody writes under any of these keys, or retires one, until this unit ends. */
    Map<String, byte[]> listForUpdate();

    /**
     * Remembers a key that values are written under, also one that was retired before; does nothing where its id is in use.
     * Nobody retires it before this unit ends.
     */
    void add(String keyId, byte[] checkValue);

    /** Takes a key out of use; does nothing where it is not in use. */
    void retire(String keyId);
}
