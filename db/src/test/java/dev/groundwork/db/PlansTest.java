package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The lists, as the role that reads them and under its policies, find an index that has them in order already. */
@ParameterizedClass
@EnumSource(Postgres.class)
class PlansTest {
    private static final String ROWS = Sql.resource("many-rows.sql");

    private final Postgres postgres;

    PlansTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @TestFactory
    Stream<DynamicTest> everyListHasItsIndex() throws SQLException {
        Postgres.Database database = postgres.populated();
        try (Connection superuser = database.asSuperuser()) {
            Sql.run(superuser, ROWS);
        }
        Connection runtime = database.asRuntime();
        runtime.setAutoCommit(false);
        return Stream.of(tasks(), projects(), history(), users(), single())
                .flatMap(List::stream)
                .map(list -> DynamicTest.dynamicTest(list.toString(), () -> {
                    String plan = planOf(runtime, list);
                    assertThat(plan)
                            .contains(list.index())
                            .doesNotContain("Seq Scan on tasks", "Seq Scan on users", "Seq Scan on projects")
                            // Of a month without entries there is nothing to walk, and its plan says so.
                            .doesNotContainPattern("Seq Scan on activity_logs_20.*cost=(?!0\\.00\\.\\.0\\.00 )");
                    if (list.ordered()) {
                        assertThat(plan).doesNotContain("Sort  (");
                    }
                }))
                .onClose(() -> {
                    try (database;
                            runtime) {
                        runtime.rollback();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static List<Listing> tasks() {
        String inProject = "select * from app.tasks where project_id = 201 ";
        return List.of(
                member(inProject + "order by created_at desc, id desc", "idx_tasks_project_id"),
                member(inProject + "order by created_at, id", "idx_tasks_project_id"),
                member(
                        inProject
                                + "and (created_at, id) < (now() - interval '1 day', 5) order by created_at desc, id desc",
                        "idx_tasks_project_id"),
                member(inProject + "order by updated_at desc, id desc", "idx_tasks_updated_at"),
                member(inProject + "order by due_date, id", "idx_tasks_due_date"),
                member(inProject + "order by due_date desc nulls last, id desc", "idx_tasks_due_date_descending"),
                member(inProject + "order by title, id", "idx_tasks_title"),
                member(inProject + "order by title desc, id desc", "idx_tasks_title"),
                member(inProject + "order by priority_rank desc, id desc", "idx_tasks_priority_rank"),
                member(inProject + "and status = 'cancelled' order by created_at desc, id desc", "idx_tasks_status"),
                member(inProject + "and priority = 'urgent' order by created_at desc, id desc", "idx_tasks_priority"),
                member(
                        inProject + "and assignee_id = 103 order by created_at desc, id desc",
                        "idx_tasks_project_id_assignee_id"),
                member(
                        inProject + "and creator_id = 104 order by created_at desc, id desc",
                        "idx_tasks_project_id_creator_id"),
                member(
                        inProject
                                + "and due_date >= now() and due_date < now() + interval '1 hour' order by due_date, id",
                        "idx_tasks_due_date"),
                member(
                        "select * from app.tasks where assignee_id = 103 order by created_at desc, id desc",
                        "idx_tasks_assignee_id"),
                member(
                        "select * from app.tasks where creator_id = 104 order by created_at desc, id desc",
                        "idx_tasks_creator_id"),
                // Neither may use an index of its own under row-level security: they stay inside the project.
                member(inProject + "and labels @> '[\"rare\"]'", "idx_tasks_").anyOrder(),
                member(inProject + "and title ilike '%rare%'", "idx_tasks_").anyOrder());
    }

    private static List<Listing> projects() {
        String open = "select * from app.projects where visibility <> 'private' and status <> 'deleted' ";
        return List.of(
                member("select * from app.projects order by name, id", "idx_projects_name"),
                member("select * from app.projects order by created_at desc, id desc", "idx_projects_created_at"),
                member("select * from app.projects order by updated_at desc, id desc", "idx_projects_updated_at"),
                member(
                        "select * from app.projects where status = 'archived' order by created_at desc, id desc",
                        "idx_projects_status"),
                member(
                        "select * from app.projects where owner_id = 111 order by created_at desc, id desc",
                        "idx_projects_owner_id"),
                member(open + "order by name, id", "idx_projects_open_name"),
                member(open + "order by created_at desc, id desc", "idx_projects_open_created_at"),
                member(open + "order by updated_at desc, id desc", "idx_projects_open_updated_at"),
                member(mineAndOpen("name, id"), "idx_projects_open_name").anyOrder(),
                member(mineAndOpen("created_at desc, id desc"), "idx_projects_open_created_at")
                        .anyOrder(),
                member(mineAndOpen("updated_at desc, id desc"), "idx_projects_open_updated_at")
                        .anyOrder(),
                administrator(
                        "select * from app.projects left join app.project_members m"
                                + " on m.project_id = projects.id and m.user_id = (select app.current_user_id())"
                                + " where projects.status <> 'deleted' order by projects.name, projects.id",
                        "idx_projects_name"),
                member("select project_id from app.project_members where user_id = 103", "idx_project_members_user_id")
                        .anyOrder(),
                member(
                        "select * from app.project_members where project_id = 201 order by joined_at, user_id",
                        "idx_project_members_joined_at"));
    }

    /** What somebody is in and what is open, each no longer than the page, as persistence-jooq lists projects. */
    private static String mineAndOpen(String order) {
        String part = "(select id from app.projects where %s and status <> 'deleted' order by " + order + " limit 51)";
        return "select * from app.projects where id = any (array("
                + part.formatted("id = any (cast((select app.my_projects('read')) as bigint[]))")
                + " union "
                + part.formatted("visibility <> 'private'")
                + ")) order by " + order;
    }

    private static List<Listing> history() {
        String newestFirst = " order by created_at desc, id desc";
        String log = "select * from audit.activity_logs ";
        String beyond = "where (created_at, id) < (now() + interval '1 hour', 5) ";
        return List.of(
                administrator(log + newestFirst, "_created_at_id_idx"),
                administrator(log + "where user_id = 104" + newestFirst, "_user_id_created_at_id_idx"),
                administrator(log + "where action = 'auth.login'" + newestFirst, "_action_created_at_id_idx"),
                administrator(log + "where session_id = 'session-7'" + newestFirst, "_session_id_created_at_id_idx"),
                administrator(
                        log + "where created_at >= now() - interval '1 minute' and created_at < now()" + newestFirst,
                        "_created_at_id_idx"),
                service(log + beyond + newestFirst, "_created_at_id_idx"),
                service(log + beyond + "and user_id = 104" + newestFirst, "_user_id_created_at_id_idx"),
                service(
                        log + beyond + "and user_id = (select id from app.people where uuid = '" + Persona.MEMBER.uuid()
                                + "')" + newestFirst,
                        "_user_id_created_at_id_idx"),
                service(log + beyond + "and action = 'auth.login'" + newestFirst, "_action_created_at_id_idx"),
                service(log + beyond + "and session_id = 'session-7'" + newestFirst, "_session_id_created_at_id_idx"),
                service(
                        log + beyond + "and resource_type = 'tasks' and resource_id = 'task-7'" + newestFirst,
                        "_resource_type_resource_id_created_at_"),
                service(
                        log + beyond + "and created_at >= now() - interval '1 minute' and created_at < now()"
                                + newestFirst,
                        "_created_at_id_idx"),
                // What a resource once was, and what touched it since: its own entries and no others.
                service(
                        log + "where resource_type = 'tasks' and resource_id = 'task-7'"
                                + " and action in ('INSERT', 'UPDATE', 'DELETE')" + newestFirst,
                        "_resource_type_resource_id_created_at_"),
                // One activity's successors are few, and asked for in no order; the order keeps empty months on their
                // index.
                member(
                                log + beyond.replace('<', '>')
                                        + "and resource_type = 'tasks' and resource_id = 'task-7'" + newestFirst,
                                "_resource_type_resource_id_created_at_")
                        .anyOrder(),
                member(log + "where created_at = now() and id = 7", "_pkey"),
                member(
                        log + "where resource_type = 'tasks' and resource_id = 'task-7'" + newestFirst,
                        "_resource_type_resource_id_created_at_"),
                member(
                        log + "where project_id = 201 and resource_type = 'tasks'" + newestFirst,
                        "_project_id_resource_type_created_at_"));
    }

    private static List<Listing> users() {
        String all = "select * from app.users ";
        return List.of(
                service(all + "order by email_canonical, id", "idx_users_email"),
                service(all + "order by username_canonical, id", "idx_users_username"),
                service(all + "order by username_canonical desc nulls last, id desc", "idx_users_username_descending"),
                service(all + "order by created_at desc, id desc", "idx_users_created_at"),
                service(all + "order by last_login_at, id", "idx_users_last_login_at"),
                service(all + "order by last_login_at desc nulls last, id desc", "idx_users_last_login_at_descending"),
                service(all + "where status = 'inactive' order by created_at desc, id desc", "idx_users_status"));
    }

    private static List<Listing> single() {
        return List.of(
                service(
                        "select * from app.users where email_canonical = 'many-7@example.org' and status <> 'deleted'",
                        "users_email_canonical_key"),
                service(
                        "select * from app.users where username_canonical = 'many-7' and email_verified and status <> 'deleted'",
                        "users_username_canonical_key"),
                member("select * from app.tasks where uuid = '00000000-0000-4000-8000-000000000007'", "tasks_uuid_key"),
                member(
                        "select * from app.projects where uuid = '00000000-0000-4000-8000-000000000007'",
                        "projects_uuid_key"),
                service("select * from app.user_sessions where session_id = 'many-7'", "user_sessions_session_id_key"),
                service(
                        "select * from app.user_sessions where user_id = 111 order by created_at desc, id desc",
                        "idx_user_sessions_user_id"));
    }

    private static Listing member(String query, String index) {
        return new Listing("member", query, index, true);
    }

    private static Listing administrator(String query, String index) {
        return new Listing("administrator", query, index, true);
    }

    private static Listing service(String query, String index) {
        return new Listing("service", query, index, true);
    }

    private static String planOf(Connection runtime, Listing list) throws SQLException {
        switch (list.who()) {
            case "service" -> Sql.beginAsSystem(runtime, "test");
            case "administrator" -> Persona.ADMINISTRATOR.begin(runtime);
            default -> Persona.MEMBER.begin(runtime);
        }
        try {
            return String.join("\n", Sql.list(runtime, "explain " + list.query() + " limit 51"));
        } finally {
            runtime.rollback();
        }
    }

    /**
     * A list.
     *
     * @param index part of the name of the index that serves it
     * @param ordered whether the index has it in order, so that nothing is sorted
     */
    private record Listing(String who, String query, String index, boolean ordered) {
        Listing anyOrder() {
            return new Listing(who, query, index, false);
        }

        @Override
        public String toString() {
            return query + ", as " + who;
        }
    }
}
