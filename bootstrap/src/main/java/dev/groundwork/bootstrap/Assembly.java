package dev.groundwork.bootstrap;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.application.session.SessionCache;
import dev.groundwork.bootstrap.account.Argon2PasswordHasher;
import dev.groundwork.bootstrap.account.ZxcvbnStrength;
import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.persistence.JooqPersistence;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The composition root: Groundwork on its database, as a server and the operator's commands both have it. */
final class Assembly {
    private final Settings settings;
    private final Backing backing;
    private final JooqPersistence persistence;
    private final Argon2PasswordHasher hasher;

    private Assembly(Settings settings, Backing backing, JooqPersistence persistence, Argon2PasswordHasher hasher) {
        this.settings = settings;
        this.backing = backing;
        this.persistence = persistence;
        this.hasher = hasher;
    }

    /** How many connections to the database are kept, and how many there are at most. */
    record Pool(int min, int max) {
        static Pool of(Settings settings) {
            return new Pool(settings.get(Setting.POOL_MIN), settings.get(Setting.POOL_MAX));
        }
    }

    /** What a server and a command have each of their own. */
    record Outside(Mailer mailer, UserCache users, SessionCache sessions, RateLimiter limits) {
        Outside {
            Objects.requireNonNull(mailer);
            Objects.requireNonNull(users);
            Objects.requireNonNull(sessions);
            Objects.requireNonNull(limits);
        }

        /**
         * Nothing outside of the process: mails wait for a server to send them, and the servers' caches hear of changes by the
         * rows that the database writes for them.
         */
        static Outside none() {
            Ports memory = new InMemory().groundwork().ports();
            return new Outside(memory.mailer(), memory.userCache(), memory.sessionCache(), memory.rateLimiter());
        }
    }

    /**
     * Sees to the schema and opens what {@code opened} will close.
     *
     * @throws dev.groundwork.db.DatabaseRefused with what is wrong with the database
     */
    static Assembly on(Settings settings, Backing backing, Opened opened, Pool pool) {
        Schema.prepare(backing.databaseUrl(), backing.runtime(), backing.owner());
        JooqPersistence persistence = opened.add(JooqPersistence.open(connections(settings, backing, pool)));
        return new Assembly(settings, backing, persistence, opened.add(new Argon2PasswordHasher()));
    }

    private static JooqPersistence.Settings connections(Settings settings, Backing backing, Pool pool) {
        return new JooqPersistence.Settings(
                backing.databaseUrl(),
                backing.runtime().user(),
                backing.runtime().password(),
                pool.min(),
                pool.max(),
                settings.get(Setting.POOL_ACQUIRE_TIMEOUT),
                settings.get(Setting.POOL_CREATE_TIMEOUT),
                settings.get(Setting.POOL_DESTROY_TIMEOUT),
                settings.get(Setting.POOL_IDLE_TIMEOUT),
                settings.get(Setting.REQUEST_TIMEOUT));
    }

    JooqPersistence persistence() {
        return persistence;
    }

    /** @param publicUrl the base of every link */
    Groundwork groundwork(URI publicUrl, Outside outside) {
        Ports ports = new Ports(
                persistence.work(),
                persistence.clock(),
                UUID::randomUUID,
                InMemory.randomness(),
                hasher,
                new ZxcvbnStrength(),
                outside.mailer(),
                outside.users(),
                outside.sessions(),
                outside.limits());
        Policies usual = Policies.usual(
                publicUrl,
                new CredentialSigner(backing.sessionSecrets()),
                new ColumnCipher(backing.encryptionKeys(), ports.randomness()));
        return new Groundwork(ports, settings.get(Setting.RATE_LIMIT) ? usual : usual.withoutLimitPerAddress());
    }

    /** @throws StartRefused where a key is missing that something is stored under, or is another one */
    static void requireFittingKeys(Groundwork groundwork) {
        List<String> faults = groundwork
                .encryptionKeys()
                .reconcile(groundwork.policies().cipher().checkValues());
        if (!faults.isEmpty()) {
            throw new StartRefused("GROUNDWORK_ENCRYPTION_KEY does not fit what is stored: "
                    + String.join(", and ", faults) + "; set the keys that it was written with.");
        }
    }
}
