package dev.groundwork.application.flag;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.setting.SettingGuard;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.flag.Evaluators;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.util.ArrayList;
import java.util.List;

/** Keeps {@code flags.evaluators} from breaking a flag. */
public final class FlagGuard implements SettingGuard {
    private static final int MOST_TOLD = 20;

    private final LiveFlags live;

    public FlagGuard(LiveFlags live) {
        this.live = live;
    }

    @Override
    public void changed(SettingKey key) {
        if (isOurs(key)) {
            live.changed();
        }
    }

    private static boolean isOurs(SettingKey key) {
        return key.equals(ServerSetting.FLAG_EVALUATORS.key());
    }

    @Override
    public void check(Transaction tx, SettingKey key, JsonValue value) {
        if (!isOurs(key)) {
            return;
        }
        Evaluators before = Evaluators.ofStored(stored(tx));
        Evaluators evaluators = compiled(ServerSetting.FLAG_EVALUATORS.read(value));
        List<Violation> broken = new ArrayList<>();
        for (Flag flag : tx.flags().listAll()) {
            try {
                flag.compiled(evaluators);
            } catch (Refused refused) {
                if (broken.size() < MOST_TOLD && isSound(flag, before)) {
                    broken.add(new Violation(
                            "/value",
                            "would break the flag " + flag.name() + ": "
                                    + refused.refusal().detail()));
                }
            }
        }
        if (!broken.isEmpty()) {
            throw new Refused(new Refusal.Invalid(broken));
        }
    }

    /** One that is broken already is broken no more by it. */
    private static boolean isSound(Flag flag, Evaluators evaluators) {
        try {
            flag.compiled(evaluators);
            return true;
        } catch (Refused broken) {
            return false;
        }
    }

    private static Evaluators compiled(JsonObject rules) {
        try {
            return Evaluators.of(rules);
        } catch (Refused refused) {
            throw refused.refusal() instanceof Refusal.Invalid invalid
                    ? new Refused(new Refusal.Invalid(invalid.violations().stream()
                            .map(violation -> violation.within("value"))
                            .toList()))
                    : refused;
        }
    }

    /** The rules that flags share, as they are stored. */
    static JsonObject stored(Transaction tx) {
        try {
            return tx.settings()
                    .find(ServerSetting.FLAG_EVALUATORS.key())
                    .map(Setting::value)
                    .map(ServerSetting.FLAG_EVALUATORS::read)
                    .orElse(JsonObject.EMPTY);
        } catch (Refused unreadable) {
            return JsonObject.EMPTY;
        }
    }
}
