package dev.groundwork.persistence;

import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.task.TaskBatchStore.Written;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.persistence.Attribution.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.ExecuteListener;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One query answers one question, however much is there. Beside it a unit sends who acts, and its commit. */
class StatementsTest {
    private final List<String> statements = new ArrayList<>();
    private final Pool pool = Pool.forUnits(Database.settings(Database.url(), 1, 1));
    private final JooqWork work = new JooqWork(
            pool,
            JooqPersistence.jooq()
                    .derive(ExecuteListener.onExecuteStart(
                            statement -> statements.add(String.valueOf(statement.sql())))),
            Duration.ofSeconds(8),
            Duration.ofSeconds(60));

    private final Actor.User ada = People.somebody(work);
    private final Project project = People.project(work, ada);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void findsATaskWithItsProjectPeopleAndRightsByOneQuery() {
        Task task = People.task(work, ada, project);

        assertThat(statementsOf(ada, tx -> tx.tasks().find(task.id()))).hasSize(1);
        assertThat(statementsOf(ada, tx -> tx.tasks().findForUpdate(task.id()))).hasSize(1);
    }

    @Test
    void addsAndChangesATaskByOneStatementWhichAnswersIt() {
        assertThat(statementsOf(ada, tx -> People.task(tx, ada, project))).hasSize(1);

        Task task = People.task(work, ada, project);
        assertThat(statementsOf(ada, tx -> tx.tasks().update(task.id(), People.draft("Build", ada.id()))))
                .hasSize(1);
    }

    @Test
    void findsAProjectWithItsOwnerAndRightsByOneQuery() {
        assertThat(statementsOf(ada, tx -> tx.projects().find(project.id()))).hasSize(1);
    }

    @Test
    void listsProjectsMembersAndFiguresByOneQueryEachHoweverManyThereAre() {
        for (int i = 0; i < 20; i++) {
            People.task(work, ada, People.project(work, ada));
            Actor.User joining = People.somebody(work);
            work.in(ada, tx -> tx.members().add(project.id(), joining.id(), Membership.as(MemberRole.MEMBER)));
        }

        for (ProjectQuery.Sort sort : ProjectQuery.Sort.values()) {
            ProjectQuery query = new ProjectQuery(null, null, null, null, sort, true);
            assertThat(statementsOf(ada, tx -> tx.projects().list(query, Page.Request.first())))
                    .hasSize(1);
        }
        assertThat(statementsOf(ada, tx -> tx.members().list(project.id(), Page.Request.first())))
                .hasSize(1);
        assertThat(statementsOf(ada, tx -> tx.tasks().stats(project.id(), tx.now())))
                .hasSize(1);
    }

    @Test
    void listsTasksByOneQueryHoweverManyThereAre() {
        for (int tasks : new int[] {1, 100}) {
            Project of = People.project(work, ada);
            work.run(ada, tx -> {
                for (int i = 0; i < tasks; i++) {
                    People.task(tx, ada, of);
                }
            });
            for (TaskQuery.Sort sort : TaskQuery.Sort.values()) {
                TaskQuery query = by(sort);
                // Behind the tasks that are due come those that are not, by a query of their own.
                int queries = sort == TaskQuery.Sort.DUE_DATE ? 2 : 1;
                assertThat(statementsOf(ada, tx -> tx.taskLists().of(of.id(), query, Page.Request.first())))
                        .hasSize(queries);
                assertThat(statementsOf(ada, tx -> tx.taskLists().ofMyProjects(query, Page.Request.first())))
                        .hasSize(queries);
            }
        }
    }

    private static TaskQuery by(TaskQuery.Sort sort) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(all.progress(), all.people(), all.labels(), all.due(), null, sort, false);
    }

    @Test
    void carriesABatchOutByTheSameStatementsHoweverManyTasksAreInIt() {
        assertThat(batchOf(1)).containsExactlyElementsOf(batchOf(100)).hasSize(6);
    }

    /**
     * What a batch sends that makes and changes so many tasks, whatever the number of values in a statement. Changes that read the
     * same count once: jOOQ tells of each and sends them together.
     */
    private List<String> batchOf(int tasks) {
        List<TaskId> there = new ArrayList<>();
        work.run(ada, tx -> {
            for (int i = 0; i < tasks; i++) {
                there.add(People.task(tx, ada, project).id());
            }
        });
        List<Written> written = new ArrayList<>();
        for (TaskId id : there) {
            written.add(new Written(new TaskId(UUID.randomUUID()), People.draft("New", ada.id()), true));
            written.add(new Written(id, People.draft("Changed", ada.id()), false));
        }
        return statementsOf(ada, tx -> {
                    tx.taskBatches().findForUpdate(project.id(), Set.copyOf(there));
                    tx.taskBatches().members(project.id(), Set.of(ada.id()));
                    return tx.taskBatches().write(project.id(), ada.id(), written);
                })
                .stream()
                .map(statement -> statement
                        .replaceAll("(insert into \\S+).*", "$1")
                        .replaceAll("cast\\(\\? as uuid\\)(, cast\\(\\? as uuid\\))+", "cast(? as uuid)"))
                .distinct()
                .toList();
    }

    @Test
    void changesAProjectByThreeStatements() {
        assertThat(statementsOf(ada, tx -> {
                    ProjectAccess access =
                            tx.projects().findForUpdate(project.id()).orElseThrow();
                    return tx.projects().update(access.project().withStatus(ProjectStatus.ARCHIVED));
                }))
                .as("the lock, what is true behind it, the change")
                .hasSize(3);
    }

    @Test
    void listsAHistoryByOneQueryHoweverManyPeopleAreInIt() {
        Task task = People.task(work, ada, project);
        for (int i = 0; i < 20; i++) {
            String title = "Title " + i;
            work.in(ada, tx -> tx.tasks().update(task.id(), People.draft(title, ada.id())));
        }

        assertThat(statementsOf(
                        ada, tx -> tx.activities().list("tasks", task.id().toString(), Page.Request.first())))
                .hasSize(1);
        assertThat(statementsOf(ada, tx -> tx.activities().listProject(project.id(), Page.Request.first())))
                .hasSize(1);
    }

    @Test
    void findsAPastStateByOneQueryHoweverManyChangesThereWere() {
        Task task = People.task(work, ada, project);
        for (int i = 0; i < 20; i++) {
            String title = "Title " + i;
            work.in(ada, tx -> tx.tasks().update(task.id(), People.draft(title, ada.id())));
        }
        String id = task.id().toString();

        assertThat(statementsOf(
                        People.system(),
                        tx -> tx.past().findState("tasks", id, task.revision().createdAt())))
                .hasSize(1);
        Activity made = work.in(ada, tx -> tx.activities().list("tasks", id, Page.Request.first()))
                .items()
                .getLast();
        assertThat(statementsOf(ada, tx -> tx.past().findActivity(made.id()))).hasSize(1);
        assertThat(statementsOf(ada, tx -> tx.past().listTouchedSince(made))).hasSize(1);
        assertThat(statementsOf(People.system(), tx -> tx.activities().search(AuditQuery.ALL, Page.Request.first())))
                .hasSize(1);
        assertThat(statementsOf(ada, tx -> tx.users().people(Set.of(ada.id())))).hasSize(1);
    }

    @Test
    void findsWhetherASessionCountsByOneQuery() {
        SessionHandle unknown = new SessionHandle("0123456789012345678901");

        assertThat(statementsOf(People.system(), tx -> tx.sessions().findAuthority(unknown)))
                .hasSize(1);
    }

    @Test
    void findsAnAccountByOneQuery() {
        UserId id = ada.id();

        assertThat(statementsOf(ada, tx -> tx.users().find(id))).hasSize(1);
    }

    @Test
    void looksPeopleUpByTheirIndexHoweverManyThereAre() throws SQLException {
        Task task = People.task(work, ada, project);
        Database.execute("select set_config('app.actor', 'system', false), set_config('app.reason', 'test', false);"
                + " insert into app.users (email, email_canonical) select number || '@people.example', number || '@people.example'"
                + " from generate_series(1, 5000) as number;"
                + " analyze app.users");

        statementsOf(ada, tx -> tx.tasks().find(task.id()));
        String plan = work.alone(
                ada,
                Role.APP_USER,
                unit -> unit.sql()
                        .fetch("explain " + statements.get(0), DSL.val(task.id(), TASKS.UUID))
                        .format());

        assertThat(plan).contains("users_pkey").doesNotContain("Seq Scan on users");
    }

    private List<String> statementsOf(Actor actor, Function<Transaction, Object> unit) {
        statements.clear();
        assertThat(work.in(actor, unit)).isNotNull();
        return List.copyOf(statements);
    }
}
