package dev.groundwork.application.account;

import java.util.Map;

/** Which keys the encrypted column was written with, each by a value that tells the key without giving it away. As the service only. */
public interface EncryptionKeyStore {

    /** Check values by key id, of every key that was ever in use and not yet rotated away. */
    Map<String, byte[]> list();

    /** Remembers a key; does nothing where its id is known. */
    void add(String keyId, byte[] checkValue);
}
