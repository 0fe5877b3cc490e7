package dev.groundwork.persistence;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.util.UUID;

/** Who acts in a test, and what they have. */
final class People {
    private static final Origin ORIGIN = new Origin("192.0.2.1", "Test/1", "request");

    private People() {}

    /** The system on somebody's request. */
    static Actor.SystemActor system() {
        return new Actor.SystemActor("test", ORIGIN);
    }

    /** The system of its own accord. */
    static Actor.SystemActor background() {
        return new Actor.SystemActor("test", Origin.internal("background"));
    }

    static NewUser newUser() {
        EmailAddress email = new EmailAddress("somebody-" + UUID.randomUUID() + "@example.org");
        PasswordHash password = new PasswordHash("$test$password");
        return new NewUser(new UserId(UUID.randomUUID()), email, true, password, Profile.EMPTY);
    }

    static Actor.User somebody(Work work) {
        User user = work.in(system(), tx -> tx.users().add(newUser())).orElseThrow();
        SessionHandle session =
                new SessionHandle(UUID.randomUUID().toString().replace("-", "").substring(0, 22));
        return new Actor.User(user.id(), session, Permissions.NONE, ORIGIN);
    }

    static Project project(Work work, Actor.User owner) {
        return work.in(
                owner,
                tx -> tx.projects().add(new ProjectId(UUID.randomUUID()), NewProject.named("Engine"), owner.id()));
    }

    static Task task(Work work, Actor.User owner, Project project) {
        return work.in(owner, tx -> task(tx, owner, project));
    }

    static Task task(Transaction tx, Actor.User owner, Project project) {
        return tx.tasks().add(new TaskId(UUID.randomUUID()), project.id(), draft("Design", owner.id()), owner.id());
    }

    static Draft draft(String title, UserId assignee) {
        return new Draft(
                new Task.Content(title, null, Priority.MEDIUM, Labels.NONE, null),
                assignee,
                new Task.Progress(TaskStatus.TODO, null));
    }
}
