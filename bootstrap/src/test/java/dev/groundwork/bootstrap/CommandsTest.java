package dev.groundwork.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... words) {
        return new Commands(
                        environment,
                        InputStream.nullInputStream(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(List.of(words));
    }

    static Stream<List<String>> mistakes() {
        return Stream.of(
                List.of("There is no command \"serv\"; did you mean \"serve\"?", "serv"),
                List.of("There is no command \"upp\"; did you mean \"up\"?", "migrate", "upp"),
                List.of("There is no flag --pool-maxx; did you mean --pool-max?", "serve", "--pool-maxx", "3"),
                List.of("There is no flag --secret; did you mean --port?", "serve", "--secret=hunter2"),
                List.of("There is no flag --versoin; did you mean --version?", "--versoin"),
                List.of("The command groundwork serve takes flags only, and no \"now\".", "serve", "now"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesAWordItDoesNotKnowWithTheNearestOneItDoes(List<String> sentenceThenWords) {
        String[] words = sentenceThenWords.subList(1, sentenceThenWords.size()).toArray(String[]::new);
        assertThat(run(Map.of(), words)).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err).hasToString(sentenceThenWords.get(0) + System.lineSeparator());
        assertThat(out).hasToString("");
    }

    @Test
    void refusesAFlagWithoutItsValue() {
        assertThat(run(Map.of(), "serve", "--port")).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--port");
    }

    @Test
    void refusesAFlagThatIsGivenTwice() {
        assertThat(run(Map.of(), "serve", "--port", "1", "--port", "2")).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--port");
    }

    @Test
    void refusesASecretAsAFlagAndDoesNotRepeatIt() {
        assertThat(run(Map.of(), "serve", "--admin-password", "hunter2")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("--admin-password-file").doesNotContain("hunter2");
    }

    @Test
    void tellsEveryFaultOnALineOfItsOwnAndNoStackTrace() {
        Map<String, String> environment = Map.of("GROUNDWORK_PORT", "x", "GROUNDWORK_POOL_MAX", "x");
        assertThat(run(environment, "serve")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("GROUNDWORK_"));
    }

    @Test
    void showsAStackTraceWhereAskedTo() {
        assertThat(run(Map.of(), "migrate", "status", "--verbose")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines().skip(1)).isNotEmpty().anyMatch(line -> line.contains("StartRefused"));
    }

    @Test
    void showsEverySettingWithItsValueSourceAndMeaningAndNoSecret() {
        Map<String, String> environment = Map.of(
                "GROUNDWORK_REDIS_URL", "redis://app:hunter2@cache:6379",
                "GROUNDWORK_SESSION_SECRET", "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P");
        assertThat(run(environment, "config", "--port", "9000")).isEqualTo(Commands.DONE);
        assertThat(out.toString())
                .contains("redis://app:***@cache:6379")
                .doesNotContain("hunter2")
                .doesNotContain("k3u9");
        assertThat(out.toString().lines())
                .hasSize(27)
                .anyMatch(line -> line.matches("GROUNDWORK_PORT +9000 +flag +the port to listen on.*"))
                .anyMatch(line -> line.matches("GROUNDWORK_POOL_MAX +25 +default +.+"))
                .anyMatch(line -> line.matches("GROUNDWORK_SESSION_SECRET +\\*\\*\\* +environment +.+"));
    }

    @Test
    void showsTheSettingsEvenWhereOneIsWrong() {
        assertThat(run(Map.of("GROUNDWORK_PORT", "x"), "config")).isEqualTo(Commands.REFUSED);
        assertThat(out.toString().lines()).hasSize(27);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void helpNamesEveryCommandAndEverySetting() {
        assertThat(run(Map.of(), "--help")).isEqualTo(Commands.DONE);
        assertThat(out.toString()).contains("serve", "config", "migrate", "test");
        assertThat(run(Map.of(), "serve", "--help")).isEqualTo(Commands.DONE);
        assertThat(out.toString()).contains("--pool-acquire-timeout", "--session-secret-file");
        assertThat(err).hasToString("");
    }

    @Test
    void withoutACommandSaysWhichThereAre() {
        assertThat(run(Map.of())).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString()).contains("serve", "migrate");
    }

    @Test
    void saysWhichBuildItIs() {
        assertThat(run(Map.of(), "--version")).isEqualTo(Commands.DONE);
        assertThat(out.toString()).startsWith("groundwork ").contains("on Java ");
    }

    @Test
    void migrationsOfTheEmbeddedDatabaseAreServesAffair() {
        assertThat(run(Map.of(), "migrate", "status")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("GROUNDWORK_DATABASE_URL");
    }
}
