package dev.groundwork.application.contract;

import dev.groundwork.application.Work;
import dev.groundwork.application.account.UserStore.AccountState;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who and what there has to be before a test can begin. */
final class Scene {
    static final PasswordHash HASH = new PasswordHash("$test$kept-as-it-is");

    private final Work work;

    Scene(Work work) {
        this.work = work;
    }

    static Origin origin() {
        return new Origin("192.0.2." + (1 + (Fresh.word().hashCode() & 127)), "Contract/1.0", Fresh.word());
    }

    static Actor.SystemActor system() {
        return new Actor.SystemActor("contract", origin());
    }

    static Actor.Anonymous nobody() {
        return new Actor.Anonymous(origin());
    }

    /** The user in a session, without any permission. */
    static Actor.User actor(User user) {
        return new Actor.User(user.id(), Fresh.handle(), Permissions.NONE, origin());
    }

    static NewUser newUser(boolean verified, Profile profile) {
        return new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), verified, HASH, profile);
    }

    static Profile named(Username username) {
        return Profile.EMPTY.withUsername(username);
    }

    /** A verified account, without a username. */
    User user() {
        return add(newUser(true, Profile.EMPTY)).orElseThrow();
    }

    User unverified(Profile profile) {
        return add(newUser(false, profile)).orElseThrow();
    }

    Optional<User> add(NewUser user) {
        return work.in(system(), tx -> tx.users().add(user));
    }

    /** A role that holds these. */
    RoleName role(Permission... permissions) {
        NewRole role = new NewRole(new RoleName("r" + Fresh.word()), null, List.of(permissions));
        return work.in(system(), tx -> tx.roles().add(role)).orElseThrow().name();
    }

    /** Changes an account's status and nothing else. */
    User set(User user, UserStatus status) {
        return work.in(system(), tx -> {
            AccountState now = AccountState.of(tx.users().find(user.id()).orElseThrow());
            return tx.users()
                    .change(user.id(), new AccountState(now.profile(), now.email(), now.emailVerified(), status));
        });
    }

    /** Somebody with the role {@code admin}, in a session that carries all its permissions. */
    Actor.User administrator() {
        User user = user();
        work.run(system(), tx -> tx.grants().grant(user.id(), RoleName.ADMIN, null, null));
        Permissions all = new Permissions(Permission.OF_THE_SERVER.stream()
                .map(permission -> new HeldPermission(permission, RoleName.ADMIN, null))
                .toList());
        return new Actor.User(user.id(), Fresh.handle(), all, origin());
    }

    Project project(Actor.User owner, Visibility visibility) {
        NewProject project = new NewProject("Project " + Fresh.word(), null, visibility, JsonObject.EMPTY);
        return work.in(owner, tx -> tx.projects().add(new ProjectId(UUID.randomUUID()), project, owner.id()));
    }

    /** Somebody whom the project's owner makes a member. */
    Actor.User member(Actor.User owner, Project project, Membership membership) {
        Actor.User joining = actor(user());
        work.run(owner, tx -> tx.members().add(project.id(), joining.id(), membership));
        return joining;
    }

    Task task(Actor.User creator, Project project) {
        return work.in(
                creator,
                tx -> tx.tasks().add(new TaskId(UUID.randomUUID()), project.id(), draft("To do"), creator.id()));
    }

    static Draft draft(String title) {
        return new Draft(
                new Task.Content(title, null, Priority.MEDIUM, Labels.NONE, null),
                null,
                new Task.Progress(TaskStatus.TODO, null));
    }
}
