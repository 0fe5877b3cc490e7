package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.domain.task.TaskQuery.Sort;
import dev.groundwork.domain.task.TaskStatus;
import dev.groundwork.persistence.Attribution.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.conf.ParamType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Among 100,000 tasks, and as the role and under the policies of whoever asks, the lists' own statements find the indexes that this
 * module's README names, on the first page and on a later one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskPlansTest {
    private static final String MARK = "plans of tasks";

    private final List<Query> queries = new ArrayList<>();
    private final Pool pool = Pool.forUnits(Database.settings(Database.url(), 1, 1));
    private final JooqWork work = new JooqWork(
            pool,
            JooqPersistence.jooq().derive(ExecuteListener.onExecuteStart(statement -> {
                Query query = statement.query();
                if (query != null) {
                    queries.add(query);
                }
            })),
            Duration.ofSeconds(8),
            Duration.ofSeconds(60));
    private final Actor.User ada = People.somebody(work);
    private final Actor.User bob = People.somebody(work);
    private final Project project = People.project(work, ada);

    /** Half of the tasks are in one project, the others in a hundred, of which Ada is in every second; thousands are somebody else's. */
    @BeforeAll
    void fill() throws SQLException {
        Database.execute("""
                set session_replication_role = replica;
                create temporary table who as
                  select (select id from app.users where uuid = '%1$s') as ada, (select id from app.users where uuid = '%2$s') as bob;
                insert into app.projects (name, description, owner_id)
                select 'Project ' || n, '%3$s', case when n > 100 then -n when n %% 2 = 0 then ada else bob end from generate_series(1, 5000) as n, who;
                insert into app.project_members (project_id, user_id, role)
                select id, owner_id, 'owner' from app.projects where description = '%3$s';
                update app.projects set description = '%3$s' where uuid = '%4$s';
                insert into app.tasks (project_id, title, creator_id, assignee_id, status, priority, labels, due_date, created_at, updated_at)
                select p.id, 'task ' || md5(n::text), case when n %% 20 < 2 then bob else ada end,
                  case when n %% 20 in (2, 3) then ada end, case when n %% 20 in (4, 5) then 'cancelled' else 'todo' end,
                  case when n %% 20 in (6, 7) then 'urgent' else 'medium' end, case when n %% 5000 = 0 then '["rare"]' else '["common"]' end::jsonb,
                  case when n %% 3 > 0 then now() + n * interval '1 minute' end,
                  now() - n * interval '1 hour', now() - n * interval '1 minute'
                from (select id, row_number() over (order by id) - 1 as number, uuid from app.projects where description = '%3$s') as p, who,
                  generate_series(1, 50000) as n
                where p.uuid = '%4$s' or (p.number between 1 and 100 and n %% 100 = p.number %% 100);
                reset session_replication_role;
                analyze app.users, app.projects, app.project_members, app.tasks
                """.formatted(ada.id(), bob.id(), MARK, project.id()));
    }

    @AfterAll
    void clear() throws SQLException {
        pool.close();
        Database.execute("""
                set session_replication_role = replica;
                create temporary table gone as select id from app.projects where description = '%s';
                delete from app.tasks where project_id in (select id from gone);
                delete from app.project_members where project_id in (select id from gone);
                delete from app.projects where id in (select id from gone);
                reset session_replication_role;
                analyze app.projects, app.project_members, app.tasks
                """.formatted(MARK));
    }

    /** A list, and the index that serves it. */
    record Listing(TaskQuery query, String index) {
        @Override
        public String toString() {
            return query.sort() + (query.descending() ? " descending, " : ", ") + index;
        }
    }

    static Stream<Listing> orders() {
        return Stream.of(
                new Listing(by(Sort.CREATED_AT, false), "idx_tasks_project_id"),
                new Listing(by(Sort.CREATED_AT, true), "idx_tasks_project_id"),
                new Listing(by(Sort.UPDATED_AT, false), "idx_tasks_updated_at"),
                new Listing(by(Sort.UPDATED_AT, true), "idx_tasks_updated_at"),
                new Listing(by(Sort.TITLE, false), "idx_tasks_title"),
                new Listing(by(Sort.TITLE, true), "idx_tasks_title"),
                new Listing(by(Sort.PRIORITY, false), "idx_tasks_priority_rank"),
                new Listing(by(Sort.PRIORITY, true), "idx_tasks_priority_rank"),
                new Listing(by(Sort.DUE_DATE, false), "idx_tasks_due_date"),
                new Listing(by(Sort.DUE_DATE, true), "idx_tasks_due_date_descending"));
    }

    Stream<Listing> filters() {
        TaskQuery all = TaskQuery.ALL;
        return Stream.of(
                new Listing(with(new TaskQuery.Progress(TaskStatus.CANCELLED, null), all.people()), "idx_tasks_status"),
                new Listing(with(new TaskQuery.Progress(null, Priority.URGENT), all.people()), "idx_tasks_priority"),
                new Listing(
                        with(all.progress(), new TaskQuery.People(ada.id(), null)),
                        "idx_tasks_(project_id_)?assignee_id"),
                new Listing(
                        with(all.progress(), new TaskQuery.People(null, bob.id())),
                        "idx_tasks_(project_id_)?creator_id"));
    }

    Stream<Listing> walked() {
        TaskQuery all = TaskQuery.ALL;
        return Stream.of(
                new Listing(
                        new TaskQuery(
                                all.progress(),
                                all.people(),
                                new Labels(List.of("rare")),
                                all.due(),
                                null,
                                Sort.TITLE,
                                false),
                        "idx_tasks_title"),
                new Listing(
                        new TaskQuery(
                                all.progress(), all.people(), Labels.NONE, all.due(), "abc", Sort.UPDATED_AT, true),
                        "idx_tasks_updated_at"));
    }

    private static TaskQuery by(Sort sort, boolean descending) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(all.progress(), all.people(), all.labels(), all.due(), null, sort, descending);
    }

    private static TaskQuery with(TaskQuery.Progress progress, TaskQuery.People people) {
        return new TaskQuery(progress, people, Labels.NONE, TaskQuery.ALL.due(), null, Sort.CREATED_AT, false);
    }

    @ParameterizedTest
    @MethodSource({"orders", "filters", "walked"})
    void walksOneIndexOfAProject(Listing listing) {
        for (String plan : plans((tx, page) -> tx.taskLists().of(project.id(), listing.query(), page))) {
            assertThat(plan)
                    .containsPattern(" using " + listing.index() + " on tasks")
                    .doesNotContain("Seq Scan on tasks", "Sort ");
        }
    }

    @ParameterizedTest
    @MethodSource({"orders", "filters"})
    void walksOneIndexInEachOfMyProjects(Listing listing) {
        for (String plan : plans((tx, page) -> tx.taskLists().ofMyProjects(listing.query(), page))) {
            assertThat(plan)
                    .containsPattern(" using " + listing.index() + " on tasks")
                    .contains("idx_project_members_user_id")
                    .doesNotContain("Seq Scan on tasks", "Seq Scan on project");
        }
    }

    private interface Asking {
        Page<Task> page(Transaction tx, Page.Request request);
    }

    /** The plans of the first three pages' statements. */
    private List<String> plans(Asking list) {
        List<String> plans = new ArrayList<>();
        Page.Request request = new Page.Request(50, null);
        for (int i = 0; i < 3; i++) {
            Page.Request next = request;
            queries.clear();
            Page<Task> page = work.in(ada, tx -> list.page(tx, next));
            for (Query query : List.copyOf(queries)) {
                plans.add(explained(query.getSQL(ParamType.INLINED)));
            }
            if (page.next() == null) {
                break;
            }
            request = new Page.Request(50, Objects.requireNonNull(page.next()));
        }
        assertThat(plans).isNotEmpty();
        return plans;
    }

    private String explained(String sql) {
        Function<Unit, String> explain = unit ->
                String.join("\n", unit.sql().resultQuery("explain " + sql).fetch(0, String.class));
        return work.alone(ada, Role.APP_USER, explain);
    }
}
