package dev.groundwork.bootstrap.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a tree of its own, whose Maven only notes that it was called and lays out what was packaged already. */
@Timeout(120)
class LauncherIT {
    private static final String VERSION = "groundwork \\S+ on Java \\d+.*\n";

    /** All that the launcher calls; a PATH with nothing else shows what it leans on. */
    private static final List<String> TOOLS = List.of(
            "sh",
            "awk",
            "cat",
            "cp",
            "date",
            "dirname",
            "find",
            "grep",
            "head",
            "mkdir",
            "mv",
            "ps",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tee",
            "touch");

    @TempDir
    Path folder;

    private Path home;
    private Path tools;
    private Path source;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void layOutATree() throws IOException {
        home = Files.createDirectories(folder.resolve("a folder with spaces/groundwork"));
        Files.copy(Path.of(System.getProperty("groundwork.root"), "groundwork"), home.resolve("groundwork"));
        home.resolve("groundwork").toFile().setExecutable(true);
        source = Files.createDirectories(home.resolve("domain/src/main/java")).resolve("Task.java");
        Files.writeString(source, "");
        Files.writeString(home.resolve("pom.xml"), "");
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), whereIs(tool));
        }
    }

    private static Path whereIs(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + tool));
    }

    /** A Maven that does as the words say, after it noted its call. */
    private void maven(String version, String does) throws IOException {
        Path maven =
                Files.writeString(tools.resolve("mvn"), """
                #!/bin/sh
                if [ "$1" = -v ]; then
                    echo "Apache Maven %s"
                    exit
                fi
                echo "$@" >>"%s"
                cd "%s"
                %s
                """.formatted(version, folder.resolve("calls"), home, does));
        maven.toFile().setExecutable(true);
    }

    private void packagingMaven() throws IOException {
        maven(
                "3.8.7",
                "sleep 1; mkdir -p bootstrap/target/groundwork; ln -sfn '%s/lib' bootstrap/target/groundwork/lib"
                        .formatted(System.getProperty("groundwork.home")));
        Files.createSymbolicLink(tools.resolve("ln"), whereIs("ln"));
    }

    private long builds() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private Process start(Path launcher, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GROUNDWORK_"));
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Outcome outcome(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    private Outcome run(String... words) throws Exception {
        return outcome(start(home.resolve("groundwork"), Map.of(), words));
    }

    @Test
    void buildsAtItsFirstUseAndIsSilentAfterwards() throws Exception {
        packagingMaven();
        Outcome first = run("--version");
        assertThat(first.out()).matches(VERSION);
        assertThat(first.err()).startsWith("Building Groundwork with Java ");
        Outcome second = run("--version");
        assertThat(second.out()).matches(VERSION);
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isOne();
    }

    @Test
    void buildsAgainOnceASourceIsNewerOrGone() throws Exception {
        packagingMaven();
        run("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        run("--version");
        assertThat(builds()).isEqualTo(2);
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Thread.sleep(Duration.ofMillis(1100));
        Files.delete(source);
        run("--version");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void worksFromAnyFolderAndThroughLinks() throws Exception {
        packagingMaven();
        Path link = Files.createSymbolicLink(folder.resolve("absolute"), home.resolve("groundwork"));
        Path again = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));
        assertThat(outcome(start(again, Map.of(), "--version")).out()).matches(VERSION);
        assertThat(outcome(start(link, Map.of(), "--version")).err()).isEmpty();
    }

    @Test
    void handsEveryWordOverAsItIs() throws Exception {
        packagingMaven();
        Outcome outcome = run("no such $HOME *");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("There is no command \"no such $HOME *\"");
    }

    @Test
    void buildsOnceWhereTwoStartAtOnce() throws Exception {
        packagingMaven();
        Process one = start(home.resolve("groundwork"), Map.of(), "--version");
        Process other = start(home.resolve("groundwork"), Map.of(), "--version");
        assertThat(outcome(one).out()).matches(VERSION);
        assertThat(outcome(other).out()).matches(VERSION);
        assertThat(builds()).isOne();
    }

    @Test
    void takesTheLockOfABuildThatDied() throws Exception {
        packagingMaven();
        Path lock = Files.createDirectories(home.resolve("target/launcher/lock"));
        Process dead = new ProcessBuilder(tools.resolve("sh").toString(), "-c", ":").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        assertThat(run("--version").out()).matches(VERSION);
    }

    @Test
    void findsANewerJavaWhereTheConfiguredOneIsTooOld() throws Exception {
        packagingMaven();
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin")).getParent();
        Files.writeString(old.resolve("bin/javac"), "").toFile().setExecutable(true);
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path candidates = Files.createDirectories(folder.resolve(".sdkman/candidates/java"));
        Files.createSymbolicLink(candidates.resolve("25-tem"), Path.of(System.getProperty("java.home")));
        Map<String, String> environment = Map.of("JAVA_HOME", old.toString(), "HOME", folder.toString());
        Outcome outcome = outcome(start(home.resolve("groundwork"), environment, "--version"));
        assertThat(outcome.out()).matches(VERSION).doesNotContain("Java 17");
    }

    @Test
    void refusesWithoutMavenInOneSentence() throws Exception {
        Outcome outcome = run("serve");
        assertThat(outcome.code()).isOne();
        assertThat(outcome.err().lines())
                .containsExactly("Groundwork is built with Maven 3.8 or newer, and there is no mvn on"
                        + " the PATH; install it (such as: apt-get install maven).");
    }

    @Test
    void refusesAMavenThatIsTooOld() throws Exception {
        maven("3.6.3", "");
        assertThat(run("serve").err().lines())
                .containsExactly("Groundwork is built with Maven 3.8 or newer, and the mvn on the"
                        + " PATH is 3.6; install a newer one.");
    }

    @Test
    void saysWhereToReadOnWhereTheBuildFails() throws Exception {
        maven("3.9.9", "echo '[ERROR] Task.java:[3,1] expected'; exit 1");
        Outcome outcome = run("serve");
        assertThat(outcome.code()).isOne();
        assertThat(outcome.err()).contains("[ERROR] Task.java:[3,1] expected").contains("build.log");
        packagingMaven();
        assertThat(run("--version").out()).matches(VERSION);
    }

    @Test
    void closesTheTestsWithTheTotalsOfEveryModule() throws Exception {
        maven("3.9.9", """
                mkdir -p db/target/surefire-reports bootstrap/target/failsafe-reports
                echo '<testsuite name="A" time="1" tests="5" errors="0" skipped="1" failures="1">' >db/target/surefire-reports/TEST-A.xml
                echo '<testsuite name="B" time="1" tests="2" errors="1" skipped="0" failures="0">' >bootstrap/target/failsafe-reports/TEST-B.xml
                exit 1""");
        Outcome outcome = run("test");
        assertThat(outcome.code()).isOne();
        assertThat(outcome.out().lines()).last().isEqualTo("4 passed, 2 failed, 1 skipped");
    }
}
