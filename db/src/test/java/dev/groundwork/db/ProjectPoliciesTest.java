package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies say of projects, members, tasks and history what the table says that the domain is held to as well. */
@ParameterizedClass
@EnumSource(Postgres.class)
class ProjectPoliciesTest {
    private static final List<Line> TABLE = Sql.resource("/dev/groundwork/domain/project/access.txt")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Line::of)
            .toList();

    private static final List<Probe> PROBES = List.of(
            new Probe("project", "select from app.projects where id = {project}"),
            new Probe("project", "select from app.tasks where project_id = {project}"),
            new Probe("history", "select from audit.activity_logs where project_id = {project}"),
            new Probe("history", "select from app.project_members where project_id = {project} and user_id = 111"),
            new Probe(
                    "tasks:create",
                    "insert into app.tasks (project_id, title, creator_id) values ({project}, 'x', {me})"),
            new Probe("tasks:update", "update app.tasks set title = 'x' where project_id = {project}"),
            new Probe("tasks:delete", "delete from app.tasks where project_id = {project}"),
            new Probe(
                    "members:manage",
                    "insert into app.project_members (project_id, user_id, role) values ({project}, 112, 'viewer')"));

    private final Connection superuser;
    private final Connection runtime;

    ProjectPoliciesTest(Postgres postgres) throws SQLException {
        superuser = postgres.shared().asSuperuser();
        runtime = postgres.shared().asRuntime();
        runtime.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        runtime.close();
        superuser.close();
    }

    @TestFactory
    Stream<DynamicTest> everyProjectIsOpenToThoseWhomTheTableNames() throws SQLException {
        return Sql.list(superuser, "select id || ' ' || name from app.projects order by id").stream()
                .map(project -> project.split(" "))
                .flatMap(project -> PROBES.stream()
                        .map(probe -> DynamicTest.dynamicTest(
                                project[1] + " " + project[2] + ": " + probe.sql(),
                                () -> assertThat(whoReaches(probe, project[0]))
                                        .isEqualTo(whom(probe, project[1], project[2])))));
    }

    @Test
    void theWorldHasEveryStatusAndVisibilityAndEverybodyOfTheTable() throws SQLException {
        assertThat(Sql.ask(superuser, "select count(distinct (status, visibility)) from app.projects"))
                .isEqualTo("9");
        assertThat(TABLE.stream().map(Line::who))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Persona.NO_CONTEXT, Persona.EXPIRED, Persona.SUSPENDED)));
    }

    private Set<Persona> whoReaches(Probe probe, String project) throws SQLException {
        Set<Persona> reaching = EnumSet.noneOf(Persona.class);
        for (Line line : TABLE) {
            Persona persona = line.who();
            persona.begin(runtime);
            String sql = probe.sql().replace("{project}", project).replace("{me}", Integer.toString(persona.id()));
            if (Sql.reaches(runtime, sql)) {
                reaching.add(persona);
            }
            runtime.rollback();
        }
        return reaching;
    }

    private static Set<Persona> whom(Probe probe, String status, String visibility) {
        Set<Persona> allowed = EnumSet.noneOf(Persona.class);
        if (status.equals("active") || !probe.right().contains(":")) {
            TABLE.stream()
                    .filter(line ->
                            line.covers(status, visibility) && line.rights().contains(probe.right()))
                    .forEach(line -> allowed.add(line.who()));
        }
        return allowed;
    }

    /**
     * A statement that one right lets through.
     *
     * @param sql with {@code {project}} and {@code {me}} for numeric ids
     */
    private record Probe(String right, String sql) {}

    private record Line(Persona who, Set<String> statuses, Set<String> visibilities, Set<String> rights) {
        static Line of(String text) {
            String[] columns = text.split("\\|", 4);
            return new Line(
                    Persona.valueOf(columns[0].strip().toUpperCase(Locale.ROOT)),
                    words(columns[1]),
                    words(columns[2]),
                    words(columns[3]));
        }

        boolean covers(String status, String visibility) {
            return covers(statuses, status) && covers(visibilities, visibility);
        }

        private static boolean covers(Set<String> list, String value) {
            return list.contains("*") || list.contains(value);
        }

        private static Set<String> words(String column) {
            return Set.copyOf(Arrays.asList(column.strip().split("[ ,]+")));
        }
    }
}
