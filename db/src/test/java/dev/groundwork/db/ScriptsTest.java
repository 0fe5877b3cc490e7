package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    private static final String WAL = "000000010000000000000001";

    @TempDir
    private Path folder;

    private Path archive;
    private Path source;

    @BeforeEach
    void prepare() throws IOException {
        archive = Files.createDirectory(folder.resolve("the archive"));
        source = Files.writeString(folder.resolve("pg_wal"), "content");
    }

    @Test
    void archivesAFile() throws Exception {
        assertThat(archive(source, WAL).exit()).isZero();
        assertThat(archive.resolve(WAL)).hasContent("content");
    }

    @Test
    void takesAFileThatIsArchivedAlreadyForArchived() throws Exception {
        archive(source, WAL);
        assertThat(archive(source, WAL).exit()).isZero();
    }

    @Test
    void refusesToOverwriteAFileWithOtherContent() throws Exception {
        archive(source, WAL);
        Files.writeString(source, "other content");
        Ran ran = archive(source, WAL);
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("is there already with other content");
        assertThat(archive.resolve(WAL)).hasContent("content");
    }

    @Test
    void refusesAnArchiveThatIsNotThereAndDoesNotMakeIt() throws Exception {
        Path missing = folder.resolve("missing");
        Ran ran = run("archive-wal", source.toString(), WAL, missing.toString());
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("there is no folder " + missing + "; is the disk mounted?");
        assertThat(missing).doesNotExist();
    }

    @Test
    void refusesAFileThatIsNotThere() throws Exception {
        Ran ran = archive(folder.resolve("missing"), WAL);
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("there is no file");
    }

    @Test
    void refusesANameThatLeadsOutOfTheArchive() throws Exception {
        for (String name : List.of("../" + WAL, "", ".hidden", "a/b")) {
            assertThat(archive(source, name).exit()).as(name).isNotZero();
        }
        assertThat(folder.resolve(WAL)).doesNotExist();
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        Ran ran = run("archive-wal", "one");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("usage: archive-wal PATH NAME ARCHIVE");
    }

    @Test
    void leavesNothingHalfDoneBehind() throws Exception {
        archive(source, WAL);
        Files.writeString(source, "other content");
        archive(source, WAL);
        try (Stream<Path> files = Files.list(archive)) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of(WAL));
        }
    }

    @Test
    void oneOfManyServersThatShareAnArchiveWinsAndTheOthersAreRefused() throws Exception {
        List<Callable<Ran>> servers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path wal = Files.writeString(folder.resolve("pg_wal_" + i), "content of " + i);
            servers.add(() -> archive(wal, WAL));
        }
        List<Ran> ran = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(servers.size())) {
            for (Future<Ran> server : threads.invokeAll(servers)) {
                ran.add(server.get());
            }
        }
        assertThat(ran).filteredOn(one -> one.exit() == 0).hasSize(1);
    }

    @Test
    void aRestoreRefusesAFolderThatIsNotEmpty() throws Exception {
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.createFile(base.resolve("backup_manifest"));
        Ran ran = run("restore-to", base.toString(), archive.toString(), folder.toString(), "2026-11-24 12:00:00+00");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains(folder + " is not empty");
    }

    @Test
    void aRestoreRefusesWhatIsNoBaseBackup() throws Exception {
        Ran ran = run("restore-to", archive.toString(), archive.toString(), "x", "2026-11-24 12:00:00+00");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("is no base backup");
    }

    @Test
    void aRestoreRefusesAMomentThatWouldBreakOutOfItsLine() throws Exception {
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.createFile(base.resolve("backup_manifest"));
        Path data = folder.resolve("data");
        for (String moment : List.of("'; x = '", "2026\narchive_mode = on", "$(date)")) {
            Ran ran = run("restore-to", base.toString(), archive.toString(), data.toString(), moment);
            assertThat(ran.exit()).as(moment).isNotZero();
            assertThat(ran.said()).contains("no quotes, backslashes, dollar or percent signs");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aDumpIsNeverOverwritten() throws Exception {
        String today = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
        Path dump = Files.writeString(archive.resolve("groundwork-" + today + ".dump"), "yesterday's work");
        Ran ran = run("daily-dump", archive.toString(), "groundwork");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains(dump + " is there already");
        assertThat(dump).hasContent("yesterday's work");
    }

    /** A base backup and WAL, restored to a chosen second; a dump, restored; all by the scripts and SQL that an operator runs. */
    @Test
    void theDrillPasses() throws Exception {
        if (!hasServerPrograms()) {
            String skipped = "The backup drill needs PostgreSQL's programs (initdb, pg_basebackup): not run.";
            System.out.println(skipped);
            Assumptions.abort(skipped);
        }
        Ran ran = run("drill");
        assertThat(ran.said()).endsWith("drill: passed\n");
        assertThat(ran.exit()).isZero();
    }

    private static boolean hasServerPrograms() throws Exception {
        return start(List.of("sh", "-c", ". scripts/tools.sh; use_postgres initdb; use_postgres pg_basebackup"))
                        .exit()
                == 0;
    }

    private Ran archive(Path file, String name) throws Exception {
        return run("archive-wal", file.toString(), name, archive.toString());
    }

    private static Ran run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("scripts/" + script));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private static Ran start(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private record Ran(int exit, String said) {}
}
