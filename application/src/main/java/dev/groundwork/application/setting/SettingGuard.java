package dev.groundwork.application.setting;

import dev.groundwork.application.Transaction;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.setting.SettingKey;

/** A feature's say in what a setting may be, beyond what the setting's own declaration tells. */
@FunctionalInterface
public interface SettingGuard {

    /**
     * Looks at a value that the setting is about to have, its default included, in the unit that sets it and behind
     * {@link SettingStore#lock}.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid}, its pointers below {@code /value},
     *     where something that is stored would break
     */
    void check(Transaction tx, SettingKey key, JsonValue value);
}
