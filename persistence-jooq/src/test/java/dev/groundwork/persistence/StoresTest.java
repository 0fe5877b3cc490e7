package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.MailOutbox.Claim;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.account.VerificationStore.Proof;
import dev.groundwork.application.audit.ActivityStore.Event;
import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoresTest {
    private static final Origin ORIGIN = new Origin("2001:db8::1", "Test/1", "request-1");
    private static final Actor.SystemActor SYSTEM = new Actor.SystemActor("test", ORIGIN);
    private static final SessionHandle HANDLE = new SessionHandle("AAAAAAAAAAAAAAAAAAAAAA");

    private static JooqPersistence persistence;

    @BeforeAll
    static void open() {
        persistence = JooqPersistence.open(Database.settings());
    }

    @AfterAll
    static void close() {
        persistence.close();
    }

    private static User user(String name) {
        NewUser made = new NewUser(
                new UserId(UUID.randomUUID()),
                EmailAddress.parse(name + "-" + UUID.randomUUID() + "@example.org"),
                true,
                new PasswordHash("$argon2id$x"),
                Profile.EMPTY);
        return persistence.work().in(SYSTEM, tx -> tx.users().add(made)).orElseThrow();
    }

    private static Actor.User actor(User user) {
        return new Actor.User(user.id(), HANDLE, Permissions.NONE, ORIGIN);
    }

    @Test
    void takesTheFirstLineThroughTheHouse() {
        User ada = user("ada");
        Actor actor = actor(ada);
        Project project = persistence
                .work()
                .in(actor, tx -> tx.projects()
                        .add(new ProjectId(UUID.randomUUID()), NewProject.named("Engine"), ada.id()));
        assertThat(project.owner()).isEqualTo(ada.person());
        Task task = persistence.work().in(actor, tx -> {
            ProjectAccess access = tx.projects().find(project.id()).orElseThrow();
            assertThat(access.membership()).isNotNull();
            NewTask wanted = NewTask.titled("Design");
            return tx.tasks()
                    .add(
                            new TaskId(UUID.randomUUID()),
                            project.id(),
                            new Draft(wanted.content(), ada.id(), Task.Progress.startingAs(TaskStatus.TODO, tx.now())),
                            ada.id());
        });
        assertThat(task.assignee()).isEqualTo(ada.person());
        assertThat(persistence.work().in(actor, tx -> tx.tasks().find(task.id())).orElseThrow().task()).isEqualTo(task);
        Page<Activity> history =
                persistence.work().in(actor, tx -> tx.activities().list("tasks", task.id().toString(), Page.Request.first()));
        assertThat(history.items()).hasSize(1);
        System.getLogger("x").log(System.Logger.Level.WARNING, history.toString());
        Page<Activity> projects =
                persistence.work().in(actor, tx -> tx.activities().list("projects", project.id().toString(), new Page.Request(1, null)));
        System.getLogger("x").log(System.Logger.Level.WARNING, projects.toString());
        assertThat(projects.next()).isNotNull();
        Page<Activity> rest =
                persistence.work().in(actor, tx -> tx.activities().list("projects", project.id().toString(), new Page.Request(1, projects.next())));
        System.getLogger("x").log(System.Logger.Level.WARNING, rest.toString());
        assertThat(rest.next()).isNull();
        assertThat(rest.items()).hasSize(1);
    }

    @Test
    void signsIn() {
        User ada = user("ada");
        SessionHandle handle = new SessionHandle(UUID.randomUUID().toString().replace("-", "").substring(0, 22));
        Session session = persistence.work().in(SYSTEM, tx -> {
            Session added = tx.sessions()
                    .add(new NewSession(handle, ada.id(), SessionMode.TOKEN, new JsonObject(Map.of("name", "phone")), tx.now().plusSeconds(60)));
            tx.refreshTokens().addFirst(handle, TokenHash.of(handle.value()), tx.now().plusSeconds(30));
            tx.credentials().recordSignIn(ada.id(), tx.now());
            tx.activities().record(new Event("auth.login", "users", ada.id().toString(), Map.of("session", handle.value())));
            tx.grants().grant(ada.id(), RoleName.ADMIN, null, tx.now().plusSeconds(60));
            return added;
        });
        assertThat(session.ipAddress()).isEqualTo("2001:db8::1");
        Authority authority = persistence.work().in(SYSTEM, tx -> tx.sessions().findAuthority(handle)).orElseThrow();
        assertThat(authority.session()).isEqualTo(session);
        assertThat(authority.permissions().held()).hasSize(18);
    }
}
