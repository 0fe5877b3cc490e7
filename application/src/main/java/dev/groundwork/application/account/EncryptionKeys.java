package dev.groundwork.application.account;

import dev.groundwork.application.Ports;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that the configured encryption keys are those that the stored values were written with. */
public final class EncryptionKeys {
    private final Ports ports;

    public EncryptionKeys(Ports ports) {
        this.ports = ports;
    }

    /**
     * Compares the configured keys with those in use, and remembers the one that encrypts from now on. The others of the
     * configuration only decrypt: one that was retired stays so.
     *
     * @param checkValues a value by key id that tells the key without giving it away, in the order of the configuration
     * @return what is wrong, a sentence each; empty where every key in use is configured and the same
     */
    public List<String> reconcile(Map<String, byte[]> checkValues) {
        Actor actor = new Actor.SystemActor(
                "start", Origin.internal(ports.ids().next().toString()));
        Map<String, byte[]> configured = new LinkedHashMap<>(checkValues);
        return ports.work().in(actor, tx -> {
            List<String> faults = new ArrayList<>();
            Map<String, byte[]> inUse = tx.encryptionKeys().list();
            inUse.forEach((id, check) -> {
                byte[] mine = configured.get(id);
                if (mine == null) {
                    faults.add("the key \"" + id + "\", which stored values were written with, is missing");
                } else if (!MessageDigest.isEqual(mine, check)) {
                    faults.add("the key \"" + id + "\" is not the one that stored values were written with");
                }
            });
            if (faults.isEmpty()) {
                configured.entrySet().stream()
                        .findFirst()
                        .ifPresent(current -> tx.encryptionKeys().add(current.getKey(), current.getValue()));
            }
            return faults;
        });
    }
}
