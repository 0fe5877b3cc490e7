package dev.groundwork.bootstrap.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a deployment decides. Declared here and nowhere else: its flag, its environment variable, its line in a file,
 * its check, its help and its row in {@code groundwork config} all come from the declaration.
 *
 * @param <T> what its value is, once read
 */
public final class Setting<T> {
    /** What of a value others may see. */
    public enum Secrecy {
        /** All of it. */
        OPEN,
        /** All but a password inside of it. */
        URL,
        /** Nothing. */
        SECRET
    }

    private static final List<Setting<?>> DECLARED = new ArrayList<>();
    private static final Duration NEVER = Duration.ofHours(24);

    public static final Setting<String> HOST =
            open("host", Form.host(), "127.0.0.1", "the address to listen on; 0.0.0.0 is all of this machine's");
    public static final Setting<Integer> PORT =
            open("port", Form.number(0, 65535), "8080", "the port to listen on; 0 picks a free one");
    public static final Setting<Optional<URI>> PUBLIC_URL = optional(
            "public-url",
            Form.publicUrl(),
            Secrecy.OPEN,
            "from host and port",
            "the base of every link in mail and Location");
    public static final Setting<Boolean> PRODUCTION = open(
            "production",
            Form.yesOrNo(),
            "false",
            "true: secure cookies, HSTS, no embedded servers, and no start without secrets and a mail server");
    public static final Setting<Path> DATA_DIR = open(
            "data-dir",
            Form.folder(),
            "./.groundwork",
            "the folder of the embedded servers' data and of generated development secrets");
    public static final Setting<Optional<String>> DATABASE_URL = optional(
            "database-url",
            Form.postgresUrl(),
            Secrecy.URL,
            "embedded",
            "the JDBC URL of PostgreSQL, several hosts allowed");
    public static final Setting<Optional<String>> DATABASE_USER = optional(
            "database-user",
            Form.text(),
            Secrecy.OPEN,
            "",
            "the runtime login: never a superuser, never the tables' owner");
    public static final Setting<Optional<String>> DATABASE_PASSWORD =
            optional("database-password", Form.text(), Secrecy.SECRET, "", "the runtime login's password");
    public static final Setting<Optional<String>> MIGRATION_USER = optional(
            "migration-user",
            Form.text(),
            Secrecy.OPEN,
            "",
            "the owner, a plain login with CREATEROLE; without it an up-to-date schema is expected");
    public static final Setting<Optional<String>> MIGRATION_PASSWORD =
            optional("migration-password", Form.text(), Secrecy.SECRET, "", "the owner's password");
    public static final Setting<Integer> POOL_MIN =
            open("pool-min", Form.number(0, 1000), "5", "database connections kept open");
    public static final Setting<Integer> POOL_MAX =
            open("pool-max", Form.number(1, 1000), "25", "database connections at most");
    public static final Setting<Duration> POOL_ACQUIRE_TIMEOUT = open(
            "pool-acquire-timeout",
            Form.duration(Duration.ofMillis(250), NEVER),
            "60s",
            "how long commands and background work wait for a connection");
    public static final Setting<Duration> POOL_CREATE_TIMEOUT = open(
            "pool-create-timeout",
            Form.duration(Duration.ofMillis(250), NEVER),
            "30s",
            "how long making a connection may take");
    public static final Setting<Duration> POOL_DESTROY_TIMEOUT = open(
            "pool-destroy-timeout",
            Form.duration(Duration.ofMillis(250), NEVER),
            "5s",
            "how long closing the connections may take");
    public static final Setting<Duration> POOL_IDLE_TIMEOUT = open(
            "pool-idle-timeout",
            Form.duration(Duration.ofSeconds(10), NEVER),
            "30s",
            "after how long an idle connection above the minimum is closed");
    public static final Setting<Duration> REQUEST_TIMEOUT = open(
            "request-timeout",
            Form.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
            "8s",
            "the deadline of one request, retries included");
    public static final Setting<Optional<URI>> REDIS_URL = optional(
            "redis-url", Form.redisUrl(), Secrecy.URL, "embedded", "redis://…, rediss://… or redis-cluster://h1,h2,h3");
    public static final Setting<Optional<URI>> SMTP_URL = optional(
            "smtp-url",
            Form.smtpUrl(),
            Secrecy.URL,
            "the log shows mails",
            "the mail server: smtp://user:password@host:587, or smtps://…");
    public static final Setting<Optional<String>> MAIL_FROM = optional(
            "mail-from",
            Form.text(),
            Secrecy.OPEN,
            "groundwork@ the public URL's host",
            "the address that mails come from, with or without a name: Groundwork <no-reply@example.org>");
    public static final Setting<Optional<List<byte[]>>> SESSION_SECRET = optional(
            "session-secret",
            Form.sessionSecrets(),
            Secrecy.SECRET,
            "generated in development",
            "signs cookies and access tokens; several, comma-separated: the first signs, all verify");
    public static final Setting<Optional<Map<String, byte[]>>> ENCRYPTION_KEY = optional(
            "encryption-key",
            Form.encryptionKeys(),
            Secrecy.SECRET,
            "generated in development",
            "column encryption: id:base64 pairs of 32 bytes, the first encrypts, all decrypt");
    public static final Setting<Optional<String>> ADMIN_EMAIL = optional(
            "admin-email",
            Form.text(),
            Secrecy.OPEN,
            "",
            "creates the first administrator if there is none; else the log shows a set-up link");
    public static final Setting<Optional<String>> ADMIN_PASSWORD =
            optional("admin-password", Form.text(), Secrecy.SECRET, "", "the first administrator's password");
    public static final Setting<List<String>> TRUSTED_PROXIES = list(
            "trusted-proxies", Form.networks(), "networks whose X-Forwarded-For and X-Forwarded-Proto are believed");
    public static final Setting<List<String>> CORS_ORIGINS =
            list("cors-origins", Form.origins(), "origins whose pages may call, exactly as browsers send them");
    public static final Setting<Boolean> RATE_LIMIT = open(
            "rate-limit",
            Form.yesOrNo(),
            "true",
            "false switches every limit per client off; the lock-out per account stays");

    /** Every setting, in the order in which people should read them. */
    public static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    private final String key;
    private final Form<T> form;
    private final Secrecy secrecy;
    private final T otherwise;
    private final String shownDefault;
    private final String meaning;

    private Setting(String key, Form<T> form, Secrecy secrecy, T otherwise, String shownDefault, String meaning) {
        this.key = key;
        this.form = form;
        this.secrecy = secrecy;
        this.otherwise = Objects.requireNonNull(otherwise);
        this.shownDefault = shownDefault;
        this.meaning = meaning;
    }

    private static <T> Setting<T> declared(Setting<T> setting) {
        DECLARED.add(setting);
        return setting;
    }

    private static <T> Setting<T> open(String key, Form<T> form, String standard, String meaning) {
        return declared(new Setting<>(key, form, Secrecy.OPEN, form.read().apply(standard), standard, meaning));
    }

    private static <T> Setting<Optional<T>> optional(
            String key, Form<T> form, Secrecy secrecy, String shownDefault, String meaning) {
        Form<Optional<T>> present = new Form<>(form.label(), form.read().andThen(Optional::of));
        return declared(new Setting<>(key, present, secrecy, Optional.empty(), shownDefault, meaning));
    }

    private static Setting<List<String>> list(String key, Form<List<String>> form, String meaning) {
        return declared(new Setting<>(key, form, Secrecy.OPEN, List.of(), "none", meaning));
    }

    /** Its name in a file, such as {@code pool-max}. */
    public String key() {
        return key;
    }

    /** Its flag, such as {@code --pool-max}. */
    public String flag() {
        return "--" + key;
    }

    /** Its environment variable, such as {@code GROUNDWORK_POOL_MAX}. */
    public String variable() {
        return Settings.variable(key);
    }

    /** What help calls a value. */
    public String label() {
        return form.label();
    }

    public Secrecy secrecy() {
        return secrecy;
    }

    /** Whether a file may hold it, named by the same key with {@code -file} at its end. */
    public boolean mayLieInAFile() {
        return secrecy != Secrecy.OPEN;
    }

    /** What it is where nobody sets it. */
    public T otherwise() {
        return otherwise;
    }

    /** The same for people; empty where there is nothing to say. */
    public String shownDefault() {
        return shownDefault;
    }

    /** What it decides, in a line. */
    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException that says what it must be, without repeating what it is */
    public T read(String text) {
        return form.read().apply(text);
    }

    /** A value of it as others may see it. */
    String shown(String text) {
        return switch (secrecy) {
            case OPEN -> text;
            case URL -> Masked.url(text);
            case SECRET -> Masked.MASK;
        };
    }

    @Override
    public String toString() {
        return variable();
    }
}
