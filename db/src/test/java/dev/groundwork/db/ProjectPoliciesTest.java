package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.project.AccessTable;
import dev.groundwork.domain.project.AccessTable.Cell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String PROJECT = "update app.projects set %s where id = {project}";

    /** What each action comes to, with {@code {project}} and {@code {me}} for numeric ids. */
    private static final Map<String, List<String>> STATEMENTS = Map.ofEntries(
            Map.entry(
                    "project",
                    List.of(
                            "select from app.projects where id = {project}",
                            "select from app.tasks where project_id = {project}")),
            Map.entry(
                    "history",
                    List.of(
                            "select from audit.activity_logs where project_id = {project}",
                            "select from app.project_members where project_id = {project} and user_id = 111")),
            Map.entry(
                    "tasks:create",
                    List.of("insert into app.tasks (project_id, title, creator_id) values ({project}, 'x', {me})")),
            Map.entry("tasks:update", List.of("update app.tasks set title = 'x' where project_id = {project}")),
            Map.entry("tasks:delete", List.of("delete from app.tasks where project_id = {project}")),
            Map.entry(
                    "project:update",
                    List.of(
                            PROJECT.formatted("name = 'x'"),
                            PROJECT.formatted(
                                    "visibility = case visibility when 'public' then 'private' else 'public' end"),
                            PROJECT.formatted("settings = '{\"a\": 1}'"))),
            Map.entry(
                    "archive",
                    List.of(PROJECT.formatted(
                            "status = case status when 'archived' then 'active' else 'archived' end"))),
            Map.entry(
                    "members:manage",
                    List.of(
                            "insert into app.project_members (project_id, user_id, role) values ({project}, 112, 'viewer')",
                            "update app.project_members set role = 'viewer' where project_id = {project} and user_id = 111",
                            "delete from app.project_members where project_id = {project} and user_id = 111")),
            Map.entry(
                    "leave",
                    List.of("delete from app.project_members where project_id = {project} and user_id = {me}")),
            Map.entry("project:delete", List.of(PROJECT.formatted("status = 'deleted'"))),
            Map.entry("restore", List.of(PROJECT.formatted("status = 'active'"))));

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

    /** A transfer is the service's alone, and no statement of anybody else's. */
    @TestFactory
    Stream<DynamicTest> everybodyDoesWhatTheTableSaysAndNothingElse() {
        return AccessTable.cells()
                .filter(cell -> !cell.action().equals("transfer"))
                // nothing is changed by deleting what is deleted: it is no change, and no harm
                .filter(cell -> !(cell.action().equals("project:delete")
                        && cell.status().equals("deleted")))
                .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> {
                    for (String statement : STATEMENTS.getOrDefault(cell.action(), List.of())) {
                        assertThat(reaches(cell, statement)).as(statement).isEqualTo(cell.isDone());
                    }
                }));
    }

    @Test
    void everyActionOfTheTableComesToAStatement() {
        assertThat(AccessTable.cells().map(Cell::action).distinct().filter(action -> !action.equals("transfer")))
                .containsExactlyInAnyOrderElementsOf(STATEMENTS.keySet());
    }

    @Test
    void theWorldHasEveryStatusAndVisibility() throws SQLException {
        assertThat(Sql.ask(superuser, "select count(distinct (status, visibility)) from app.projects"))
                .isEqualTo("9");
    }

    private boolean reaches(Cell cell, String statement) throws SQLException {
        Persona persona = Persona.valueOf(cell.who().toUpperCase(Locale.ROOT));
        String project = Sql.ask(
                superuser,
                "select id from app.projects where name = '%s %s'".formatted(cell.status(), cell.visibility()));
        persona.begin(runtime);
        try {
            return Sql.reaches(
                    runtime,
                    statement
                            .replace("{project}", String.valueOf(project))
                            .replace("{me}", Integer.toString(persona.id())));
        } finally {
            runtime.rollback();
        }
    }
}
