package dev.groundwork.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    private static final String SECRET = "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P";

    @TempDir
    Path folder;

    @Test
    void aFlagComesBeforeTheEnvironmentTheFileAndTheDefault() throws IOException {
        Path file = file("pool-max = 30\npool-min = 3\nport = 7000");
        Map<String, String> environment = Map.of("GROUNDWORK_POOL_MAX", "31", "GROUNDWORK_POOL_MIN", "4");
        Settings settings = Settings.read(Map.of("pool-max", "32"), environment, file);
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.get(Setting.POOL_MAX)).isEqualTo(32);
        assertThat(settings.source(Setting.POOL_MAX)).isEqualTo("flag");
        assertThat(settings.get(Setting.POOL_MIN)).isEqualTo(4);
        assertThat(settings.source(Setting.POOL_MIN)).isEqualTo("environment");
        assertThat(settings.get(Setting.PORT)).isEqualTo(7000);
        assertThat(settings.source(Setting.PORT)).startsWith("file ");
        assertThat(settings.get(Setting.HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.source(Setting.HOST)).isEqualTo("default");
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        Settings settings = settings(Map.of());
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.get(Setting.POOL_ACQUIRE_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.get(Setting.POOL_CREATE_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.get(Setting.POOL_DESTROY_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.get(Setting.POOL_IDLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.get(Setting.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.get(Setting.PRODUCTION)).isFalse();
        assertThat(settings.get(Setting.RATE_LIMIT)).isTrue();
        assertThat(settings.get(Setting.DATABASE_URL)).isEmpty();
    }

    @Test
    void somethingEmptyCountsAsNotSet() {
        assertThat(settings(Map.of("GROUNDWORK_SMTP_URL", "")).isSet(Setting.SMTP_URL))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"60s,60000", "500ms,500", "8s,8000", "5m,300000", "1h,3600000"})
    void readsTimesAsPeopleWriteThem(String text, long millis) {
        assertThat(settings(Map.of("GROUNDWORK_POOL_ACQUIRE_TIMEOUT", text)).get(Setting.POOL_ACQUIRE_TIMEOUT))
                .hasMillis(millis);
    }

    @Test
    void readsAPublicUrlWithoutTheSlashAtItsEnd() {
        assertThat(settings(Map.of("GROUNDWORK_PUBLIC_URL", "https://app.example.org/base/"))
                        .get(Setting.PUBLIC_URL))
                .contains(URI.create("https://app.example.org/base"));
    }

    static Stream<List<String>> refusals() {
        return Stream.of(
                List.of("HOST", "a b", "GROUNDWORK_HOST must be a host name or an address such as 127.0.0.1, not a b."),
                List.of("PORT", "http", "GROUNDWORK_PORT must be a number from 0 to 65535, not http."),
                List.of("PORT", "65536", "GROUNDWORK_PORT must be a number from 0 to 65535, not 65536."),
                List.of("PRODUCTION", "yes", "GROUNDWORK_PRODUCTION must be true or false, not yes."),
                List.of(
                        "REQUEST_TIMEOUT",
                        "8",
                        "GROUNDWORK_REQUEST_TIMEOUT must be a time such as 500ms, 8s or 5m, from 100ms to 300s, not 8."),
                List.of(
                        "PUBLIC_URL",
                        "app.example.org",
                        "GROUNDWORK_PUBLIC_URL must be a URL such as https://app.example.org, without a query or a"
                                + " fragment, not app.example.org."),
                List.of(
                        "DATABASE_URL",
                        "postgres://db/app",
                        "GROUNDWORK_DATABASE_URL must be a URL such as jdbc:postgresql://db.example.org:5432/groundwork,"
                                + " not postgres://db/app."),
                List.of(
                        "REDIS_URL",
                        "http://:hunter2@cache",
                        "GROUNDWORK_REDIS_URL must be a URL such as redis://cache.example.org:6379, rediss://… or"
                                + " redis-cluster://h1,h2,h3, not http://:***@cache."),
                List.of(
                        "SMTP_URL",
                        "mail.example.org:25",
                        "GROUNDWORK_SMTP_URL must be a URL such as smtp://user:password@mail.example.org:587, or"
                                + " smtps://…, not mail.example.org:25."),
                List.of(
                        "TRUSTED_PROXIES",
                        "10.0.0.0/8, 10.0.0.0/33",
                        "GROUNDWORK_TRUSTED_PROXIES must be networks such as 10.0.0.0/8 or ::1, separated by commas, not"
                                + " 10.0.0.0/8, 10.0.0.0/33."),
                List.of(
                        "CORS_ORIGINS",
                        "https://app.example.org/",
                        "GROUNDWORK_CORS_ORIGINS must be origins such as https://app.example.org, separated by commas,"
                                + " each without a path, not https://app.example.org/."),
                List.of(
                        "SESSION_SECRET",
                        "short",
                        "GROUNDWORK_SESSION_SECRET must be at least 32 bytes long, each secret if there are several;"
                                + " make one with: openssl rand -base64 48."),
                List.of(
                        "SESSION_SECRET",
                        SECRET + ",aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                        "GROUNDWORK_SESSION_SECRET must be a secret that nobody can guess; make one with: openssl rand"
                                + " -base64 48."),
                List.of(
                        "SESSION_SECRET",
                        "please-change-me-before-production-2026",
                        "GROUNDWORK_SESSION_SECRET must be a secret that nobody can guess; make one with: openssl rand"
                                + " -base64 48."),
                List.of(
                        "ENCRYPTION_KEY",
                        "k1:c2hvcnQ=",
                        "GROUNDWORK_ENCRYPTION_KEY must be pairs of an id of its own and 32 bytes in base64, such as"
                                + " 2026a:…, separated by commas; make a key with: openssl rand -base64 32."),
                List.of(
                        "ENCRYPTION_KEY",
                        "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                        "GROUNDWORK_ENCRYPTION_KEY must be keys that nobody can guess; make one with: openssl rand"
                                + " -base64 32."),
                List.of(
                        "POOL_MAXX",
                        "3",
                        "There is no setting GROUNDWORK_POOL_MAXX; did you mean GROUNDWORK_POOL_MAX?"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesInOneSentenceThatNamesTheSetting(List<String> variableValueSentence) {
        Settings settings =
                settings(Map.of("GROUNDWORK_" + variableValueSentence.get(0), variableValueSentence.get(1)));
        assertThat(settings.faults()).containsExactly(variableValueSentence.get(2));
    }

    @Test
    void tellsAllFaultsAtOnceEachByTheNameItWasGivenBy() throws IOException {
        Settings settings =
                Settings.read(Map.of("port", "x"), Map.of("GROUNDWORK_POOL_MIN", "x"), file("pool-max=x\npol-max=3"));
        assertThat(settings.faults())
                .hasSize(4)
                .anySatisfy(fault -> assertThat(fault).startsWith("--port must be"))
                .anySatisfy(fault -> assertThat(fault).startsWith("GROUNDWORK_POOL_MIN must be"))
                .anySatisfy(fault ->
                        assertThat(fault).startsWith("pool-max in " + folder).contains("must be"))
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith("There is no setting pol-max in " + folder)
                        .endsWith("did you mean pool-max?"));
    }

    @Test
    void takesASecretFromAFileThatIsNamedAnywhere() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        for (Settings settings : List.of(
                settings(Map.of("GROUNDWORK_SESSION_SECRET_FILE", secret.toString())),
                Settings.read(Map.of("session-secret-file", secret.toString()), Map.of(), null),
                Settings.read(Map.of(), Map.of(), file("session-secret-file=" + secret)))) {
            assertThat(settings.faults()).isEmpty();
            assertThat(settings.get(Setting.SESSION_SECRET).orElseThrow())
                    .containsExactly(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(settings.source(Setting.SESSION_SECRET)).contains("file " + secret);
        }
    }

    @Test
    void refusesAFileThatHoldsNoSecret() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThat(settings(Map.of("GROUNDWORK_SESSION_SECRET_FILE", empty.toString()))
                        .faults())
                .containsExactly("GROUNDWORK_SESSION_SECRET_FILE names " + empty + ", which is empty.");
        Path missing = folder.resolve("missing");
        assertThat(settings(Map.of("GROUNDWORK_ADMIN_PASSWORD_FILE", missing.toString()))
                        .faults())
                .containsExactly("GROUNDWORK_ADMIN_PASSWORD_FILE names " + missing
                        + ", which cannot be read; check its name and its rights.");
        assertThat(Settings.read(Map.of(), Map.of(), missing).faults())
                .singleElement()
                .asString()
                .startsWith("The file " + missing + " that --config names cannot be read");
    }

    @Test
    void refusesTheSecretAndItsFileAtOnce() {
        assertThat(settings(Map.of("GROUNDWORK_SESSION_SECRET", SECRET, "GROUNDWORK_SESSION_SECRET_FILE", "x"))
                        .faults())
                .containsExactly("Both GROUNDWORK_SESSION_SECRET and GROUNDWORK_SESSION_SECRET_FILE are set; remove one"
                        + " of them.");
    }

    @Test
    void refusesASecretAsAFlagWithoutRepeatingIt() {
        Map<String, String> flags = Map.of("session-secret", SECRET, "redis-url", "redis://cache:" + SECRET + "@c:1");
        Settings settings = Settings.read(flags, Map.of(), null);
        assertThat(settings.faults())
                .containsExactlyInAnyOrder(
                        "--session-secret would show a secret to everybody on this machine; set"
                                + " GROUNDWORK_SESSION_SECRET, or name a file that holds it by --session-secret-file.",
                        "--redis-url would show a secret to everybody on this machine; set GROUNDWORK_REDIS_URL, or name"
                                + " a file that holds it by --redis-url-file.");
        assertThat(Settings.read(Map.of("redis-url", "redis://cache:6379"), Map.of(), null)
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://u:hunter2@h:1,redis://u:***@h:1",
        "redis://:hunter2@h,redis://:***@h",
        "redis://:hun@ter2@h,redis://:***@h",
        "redis://:hun?ter2@h,redis://:***@h",
        "redis://hunter2@h,redis://***@h",
        "smtp://a%40b:hunter2@h:587,smtp://a%40b:***@h:587",
        "jdbc:postgresql://h/db?user=x&password=hunter2,jdbc:postgresql://h/db?user=x&password=***",
        "jdbc:postgresql://h/db?sslpassword=hunter2&ssl=true,jdbc:postgresql://h/db?sslpassword=***&ssl=true",
        "'jdbc:postgresql://h1:1,h2:2/db?user=a@b','jdbc:postgresql://h1:1,h2:2/db?user=a@b'",
        "'redis-cluster://u:hunter2@h1,h2','redis-cluster://u:***@h1,h2'"
    })
    void masksPasswordsInsideUrls(String url, String masked) {
        assertThat(Masked.url(url)).isEqualTo(masked);
    }

    @Test
    void everySettingHasItsOwnNameAndAMeaning() {
        assertThat(Setting.ALL).extracting(Setting::key).doesNotHaveDuplicates().hasSize(27);
        assertThat(Setting.ALL).allSatisfy(setting -> {
            assertThat(setting.meaning()).isNotBlank();
            assertThat(setting.variable()).matches("GROUNDWORK_[A-Z_]+");
        });
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("groundwork.properties"), text);
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.read(Map.of(), environment, null);
    }
}
