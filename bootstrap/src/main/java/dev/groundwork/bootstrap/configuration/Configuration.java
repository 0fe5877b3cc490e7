package dev.groundwork.bootstrap.configuration;

import dev.groundwork.bootstrap.account.ZxcvbnStrength;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.setting.ServerValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that several settings obey together, and the settings once they do. */
public final class Configuration {

    private static final String MAKE_SECRET = "make one with: openssl rand -base64 48";
    private static final String MAKE_KEY = "make one with: echo \"k1:$(openssl rand -base64 32)\"";

    private Configuration() {}

    /**
     * @return the same settings, which a server can be started with
     * @throws ConfigurationRefused with every fault
     */
    public static Settings forServing(Settings settings) {
        return sound(settings, faultsForServing(settings));
    }

    /**
     * @return the same settings, which a schema can be migrated with
     * @throws ConfigurationRefused with every fault
     */
    public static Settings forMigrating(Settings settings) {
        List<String> faults = new ArrayList<>(settings.faults());
        addDatabase(settings, faults);
        if (settings.isSet(Setting.DATABASE_URL) && !settings.isSet(Setting.MIGRATION_USER)) {
            faults.add(
                    "GROUNDWORK_MIGRATION_USER is missing: set it to the login that owns the schema, or is to own it.");
        }
        return sound(settings, faults);
    }

    private static Settings sound(Settings settings, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new ConfigurationRefused(faults);
        }
        return settings;
    }

    /** Everything that keeps a server from starting with these settings, a sentence each. */
    public static List<String> faultsForServing(Settings settings) {
        List<String> faults = new ArrayList<>(settings.faults());
        addDatabase(settings, faults);
        if (settings.get(Setting.POOL_MIN) > settings.get(Setting.POOL_MAX)) {
            faults.add("GROUNDWORK_POOL_MIN is " + settings.get(Setting.POOL_MIN)
                    + ", above GROUNDWORK_POOL_MAX, which is " + settings.get(Setting.POOL_MAX)
                    + "; lower it, or raise the other.");
        }
        if (settings.get(Setting.PRODUCTION)) {
            addProduction(settings, faults);
        }
        addAdministrator(settings, faults);
        return faults;
    }

    private static void addDatabase(Settings settings, List<String> faults) {
        if (settings.isSet(Setting.DATABASE_URL)) {
            require(
                    settings,
                    faults,
                    Setting.DATABASE_USER,
                    "set it to the login that the server works with at GROUNDWORK_DATABASE_URL");
        } else {
            for (Setting<?> login : List.of(Setting.DATABASE_USER, Setting.MIGRATION_USER)) {
                if (settings.isSet(login)) {
                    faults.add(
                            login + " is set without GROUNDWORK_DATABASE_URL, and the embedded PostgreSQL has its own"
                                    + " logins; set both or neither.");
                }
            }
        }
        refuseAlone(settings, faults, Setting.DATABASE_PASSWORD, Setting.DATABASE_USER);
        refuseAlone(settings, faults, Setting.MIGRATION_PASSWORD, Setting.MIGRATION_USER);
    }

    private static void addProduction(Settings settings, List<String> faults) {
        String why = "production has no embedded server: set it to the one of yours";
        require(settings, faults, Setting.DATABASE_URL, why);
        require(settings, faults, Setting.REDIS_URL, why);
        require(
                settings,
                faults,
                Setting.SMTP_URL,
                "production sends its mails: set it to smtp://user:password@host:587");
        require(settings, faults, Setting.SESSION_SECRET, "production has no default secrets: " + MAKE_SECRET);
        require(settings, faults, Setting.ENCRYPTION_KEY, "production has no default secrets: " + MAKE_KEY);
    }

    private static void addAdministrator(Settings settings, List<String> faults) {
        refuseAlone(settings, faults, Setting.ADMIN_EMAIL, Setting.ADMIN_PASSWORD);
        refuseAlone(settings, faults, Setting.ADMIN_PASSWORD, Setting.ADMIN_EMAIL);
        try {
            administrator(settings);
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Invalid invalid) {
                invalid.violations()
                        .forEach(violation -> faults.add(
                                (violation.pointer().equals("/email") ? Setting.ADMIN_EMAIL : Setting.ADMIN_PASSWORD)
                                        + " " + violation.detail() + "."));
            }
        }
    }

    /** The first administrator; empty where the settings name none. */
    public static Optional<NewAdministrator> administrator(Settings settings) {
        return settings.get(Setting.ADMIN_EMAIL)
                .flatMap(email -> settings.get(Setting.ADMIN_PASSWORD)
                        .map(password -> NewAdministrator.parse(
                                Input.of(Map.of("email", email, "password", password)),
                                ServerValues.INITIAL.passwords().with(new ZxcvbnStrength()::objection))));
    }

    private static void require(Settings settings, List<String> faults, Setting<?> setting, String because) {
        if (!settings.isSet(setting)) {
            faults.add(setting + " is missing: " + because + ".");
        }
    }

    private static void refuseAlone(Settings settings, List<String> faults, Setting<?> setting, Setting<?> companion) {
        if (settings.isSet(setting) && !settings.isSet(companion)) {
            faults.add(setting + " is set without " + companion + "; set both or neither.");
        }
    }
}
