package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static dev.groundwork.application.stage.Stage.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Other people's accounts, and the end of one's own (R15, R23). */
class UsersTest {
    private static final Password FRESH = new Password("another quite long sentence");

    private final Stage stage = new Stage();
    private final Groundwork groundwork = stage.groundwork();
    private final Users users = groundwork.users();
    private final Actor.User admin = stage.administrator();
    private final User ada = stage.person("ada@example.org");

    @Test
    void makesAnAccountThatCanSignInAtOnce() {
        User made = users.create(admin, account("eve@example.org", PASSWORD, true));

        assertThat(stage.signIn("eve@example.org").user().id()).isEqualTo(made.id());
        assertThat(stage.mailsTo("eve@example.org")).isEmpty();
    }

    @Test
    void asksForTheAddressToBeProvenWhereNobodySaysThatItIs() {
        users.create(admin, account("eve@example.org", PASSWORD, false));
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("eve@example.org"));

        groundwork.accounts().verifyEmail(ORIGIN, stage.tokenMailedTo("eve@example.org"));

        assertThat(stage.signIn("eve@example.org")).isNotNull();
    }

    @Test
    void invitesWhoHasNoPasswordToChooseOne() {
        User made = users.create(admin, account("eve@example.org", null, false));
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("eve@example.org"));

        groundwork.passwords().reset(ORIGIN, stage.tokenMailedTo("eve@example.org"), FRESH);

        assertThat(stage.signIn("eve@example.org", FRESH).user().id()).isEqualTo(made.id());
        assertThat(stage.now(made).emailVerified()).isTrue();
    }

    @Test
    void writesToNobodyWhoMayNotActYet() {
        users.create(
                admin,
                new NewAccount(
                        new EmailAddress("eve@example.org"),
                        null,
                        Profile.EMPTY,
                        UserStatus.INACTIVE,
                        List.of(),
                        false));

        assertThat(stage.mailsTo("eve@example.org")).isEmpty();
    }

    @Test
    void invitesAnewWhomSomebodyElseRegistered() {
        User squatted = stage.add("eve@example.org", false, UserStatus.ACTIVE);

        User invited = users.create(admin, account("eve@example.org", null, true));

        assertThat(invited.id()).isEqualTo(squatted.id());
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("eve@example.org"));
        groundwork.passwords().reset(ORIGIN, stage.tokenMailedTo("eve@example.org"), FRESH);
        assertThat(stage.signIn("eve@example.org", FRESH)).isNotNull();
    }

    @Test
    void takesOverNoAccountThatIsSomebodysOrHoldsMore() {
        RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
        stage.add("prepared@example.org", false, UserStatus.ACTIVE, auditor);
        Actor.User clerk = stage.as(stage.person("clerk@example.org", stage.role("maker", Permission.USERS_CREATE)));

        assertThatThrownBy(() -> users.create(admin, account("ada@example.org", null, false)))
                .satisfies(Refusals.areConflictsAt("/email"));
        assertThatThrownBy(() -> users.create(admin, account("ADA@example.org", PASSWORD, true)))
                .satisfies(Refusals.areConflictsAt("/email"));
        Stage.refused(Refusal.Forbidden.class, () -> users.create(clerk, account("prepared@example.org", null, true)));
    }

    @Test
    void givesRolesOnlyByWhoMayAssignThemAndHoldsThemForGood() {
        RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
        RoleName maker = stage.role("maker", Permission.USERS_CREATE);
        RoleName assigner = stage.role("assigner", Permission.ROLES_ASSIGN);
        User clerk = stage.person("clerk@example.org", maker);
        NewAccount wanted = withRole("eve@example.org", auditor);

        Stage.refused(Refusal.Forbidden.class, () -> users.create(stage.as(clerk), wanted));
        stage.grant(clerk, auditor, null);
        Stage.refused(Refusal.Forbidden.class, () -> users.create(stage.as(clerk), wanted));
        stage.grant(clerk, assigner, null);
        stage.grant(clerk, auditor, stage.now().plusSeconds(600));
        Stage.refused(Refusal.Forbidden.class, () -> users.create(stage.as(clerk), wanted));
        assertThat(stage.find("eve@example.org")).isEmpty();
        stage.grant(clerk, auditor, null);
        User made = users.create(stage.as(clerk), wanted);

        assertThat(stage.as(made).may(Permission.AUDIT_READ, stage.now())).isTrue();
        Stage.invalidAt("/roles", () -> users.create(admin, withRole("x@example.org", new RoleName("nothing"))));
    }

    @Test
    void letsTheOperatorMakeAnybodyWithAnyRole() {
        Stage fresh = new Stage();
        User made = fresh.groundwork().users().create(OPERATOR, withRole("first@example.org", RoleName.ADMIN));

        assertThat(fresh.as(made).may(Permission.ROLES_ASSIGN, fresh.now())).isTrue();
        assertThat(fresh.groundwork().grants().list(OPERATOR, made.id()))
                .allSatisfy(grant -> assertThat(grant.assignedBy()).isNull());
        assertThat(fresh.groundwork().users().find(OPERATOR, made.id())).isInstanceOf(Users.Whole.class);
    }

    @Test
    void signsOutWhoIsSuspendedAndKeepsTheRest() {
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");

        User suspended = users.change(
                admin, ada.id(), status(UserStatus.SUSPENDED), ada.revision().version());

        assertThat(suspended.status()).isEqualTo(UserStatus.SUSPENDED);
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(signedIn));
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("ada@example.org"));
        Stage.refused(Refusal.Stale.class, () -> users.change(admin, ada.id(), status(UserStatus.ACTIVE), 1L));
        users.change(admin, ada.id(), status(UserStatus.ACTIVE), null);
        assertThat(stage.signIn("ada@example.org")).isNotNull();
    }

    @Test
    void asksForANewAddressToBeProven() {
        users.change(admin, ada.id(), email("lovelace@example.org"), null);

        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("lovelace@example.org"));
        groundwork.accounts().verifyEmail(ORIGIN, stage.tokenMailedTo("lovelace@example.org"));
        assertThat(stage.signIn("lovelace@example.org").user().id()).isEqualTo(ada.id());
    }

    @Test
    void refusesATakenAddressOrName() {
        User eve = stage.person("eve@example.org");
        users.change(admin, eve.id(), profile("username", "eve"), null);

        assertThatThrownBy(() -> users.change(admin, ada.id(), email("EVE@example.org"), null))
                .satisfies(Refusals.areConflictsAt("/email"));
        assertThatThrownBy(() -> users.change(admin, ada.id(), profile("username", "EVE"), null))
                .satisfies(Refusals.areConflictsAt("/username"));
        assertThatThrownBy(() -> users.create(
                        admin,
                        new NewAccount(
                                new EmailAddress("x@example.org"),
                                null,
                                Profile.EMPTY.withUsername(new Username("Eve")),
                                UserStatus.ACTIVE,
                                List.of(),
                                false)))
                .satisfies(Refusals.areConflictsAt("/username"));
    }

    @Test
    void letsNobodyTouchWhoHoldsMore() {
        Actor.User support = stage.as(stage.person(
                "support@example.org",
                stage.role(
                        "support",
                        Permission.USERS_UPDATE,
                        Permission.USERS_DELETE,
                        Permission.SESSIONS_REVOKE,
                        Permission.USERS_READ)));
        UserId root = admin.id();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> users.change(support, root, email("thief@example.org"), null),
                () -> users.change(support, root, status(UserStatus.SUSPENDED), null),
                () -> users.change(support, root, profile("firstName", "X"), null),
                () -> users.delete(support, root, null),
                () -> users.endSessions(support, root, null),
                () -> groundwork.recovery().sendLink(support, root))) {
            Stage.refused(Refusal.Forbidden.class, use);
        }
        users.change(support, ada.id(), profile("firstName", "Augusta"), null);
        users.endSessions(support, ada.id(), null);
        users.delete(support, ada.id(), null);
    }

    @Test
    void asksForThePasswordBeforeOnesOwnAddressMovesOrOnesOwnAccountGoes() {
        stage.person("second@example.org", RoleName.ADMIN);

        Stage.refused(Refusal.Forbidden.class, () -> users.change(admin, admin.id(), email("thief@example.org"), null));
        Stage.refused(
                Refusal.Forbidden.class,
                () -> users.change(
                        admin,
                        admin.id(),
                        new AccountChange(nothing(), Change.none(), Change.none(), Change.to(false)),
                        null));
        Stage.refused(Refusal.Forbidden.class, () -> users.delete(admin, admin.id(), null));
        assertThat(users.change(admin, admin.id(), profile("firstName", "Root"), null)
                        .profile()
                        .firstName())
                .isEqualTo("Root");
        assertThat(users.change(admin, admin.id(), email("ROOT@example.org"), null)
                        .emailVerified())
                .isTrue();
    }

    @Test
    void freesAddressAndNameOfWhoIsDeleted() {
        users.change(admin, ada.id(), profile("username", "ada"), null);

        users.delete(admin, ada.id(), null);

        assertThat(stage.now(ada).isDeleted()).isTrue();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("ada@example.org"));
        Stage.refused(Refusal.NotFound.class, () -> users.delete(admin, ada.id(), null));
        Stage.refused(Refusal.NotFound.class, () -> users.change(admin, ada.id(), status(UserStatus.ACTIVE), null));
        User next = stage.person("ada@example.org");
        assertThat(users.change(admin, next.id(), profile("username", "ada"), null)
                        .profile()
                        .username())
                .isEqualTo(new Username("ada"));
    }

    @Test
    void endsEverythingOfWhoIsDeletedAndLeavesTheirProjectsArchived() {
        Actor.User actor = stage.as(ada);
        SignedIn.WithTokens other = stage.signIn("ada@example.org");
        groundwork.ssns().put(actor, Ssn.parse("123-45-6789"));
        Project project = groundwork.projects().create(actor, NewProject.named("Engine"));
        groundwork.passwords().forgot(ORIGIN, ada.email());
        String link = stage.tokenMailedTo("ada@example.org");

        users.deleteOwn(actor, PASSWORD, null);

        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(other));
        Stage.refused(
                Refusal.Unauthenticated.class, () -> groundwork.refreshing().refresh(ORIGIN, other.refreshToken()));
        Stage.invalidAt("/token", () -> groundwork.passwords().reset(ORIGIN, link, FRESH));
        Stage.refused(Refusal.NotFound.class, () -> groundwork.ssns().read(admin, ada.id()));
        assertThat(groundwork.projects().find(admin, project.id()).status()).isEqualTo(ProjectStatus.ARCHIVED);
    }

    @Test
    void deletesOnesOwnAccountByThePasswordAlone() {
        Actor.User actor = stage.as(ada);

        Stage.invalidAt("/password", () -> users.deleteOwn(actor, WRONG, null));
        Stage.refused(Refusal.Stale.class, () -> users.deleteOwn(actor, PASSWORD, 7L));
        assertThat(stage.now(ada).isActive()).isTrue();
    }

    @Test
    void showsAnAccountWholeToItsOwnerAndToWhoMayReadAccounts() {
        Actor.User stranger = stage.as(stage.person("eve@example.org"));

        assertThat(users.find(stage.as(ada), ada.id())).isInstanceOf(Users.Whole.class);
        assertThat(users.find(admin, ada.id())).isInstanceOf(Users.Whole.class);
        Stage.refused(Refusal.NotFound.class, () -> users.find(stranger, ada.id()));
        Stage.refused(Refusal.NotFound.class, () -> users.find(admin, new UserId(UUID.randomUUID())));
        Stage.refused(Refusal.Unauthenticated.class, () -> users.find(new Actor.Anonymous(ORIGIN), ada.id()));
    }

    @Test
    void showsAnOutlineOfOneselfToATokenThatReachesProjectsAndNothingToAnother() {
        Actor.User session = stage.as(ada);
        groundwork.projects().create(session, NewProject.named("Engine"));

        assertThat(users.find(token(session, ProjectReach.READ), ada.id())).isEqualTo(new Users.Outline(ada.person()));
        Stage.refused(Refusal.NotFound.class, () -> users.find(token(session, ProjectReach.NONE), ada.id()));
    }

    @Test
    void listsAccountsAndSessionsForWhoMay() {
        Actor.User plain = stage.as(ada);

        assertThat(users.list(admin, UserQuery.ALL, Page.Request.first()).items())
                .hasSize(2);
        assertThat(users.sessions(admin, ada.id(), Page.Request.first()).items())
                .hasSize(1);
        Stage.refused(Refusal.Forbidden.class, () -> users.list(plain, UserQuery.ALL, Page.Request.first()));
        Stage.refused(Refusal.Forbidden.class, () -> users.sessions(plain, ada.id(), Page.Request.first()));
        Stage.refused(Refusal.Forbidden.class, () -> users.create(plain, account("x@example.org", null, true)));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> users.list(
                        new Actor.SystemActor("not-the-operator", Origin.internal("r")),
                        UserQuery.ALL,
                        Page.Request.first()));
    }

    private static Actor.User token(Actor.User session, ProjectReach projects) {
        return new Actor.User(
                session.id(), session.session(), Permissions.NONE, Reach.ofToken(projects), session.origin());
    }

    private static NewAccount account(String email, @Nullable Password password, boolean verified) {
        return new NewAccount(new EmailAddress(email), password, Profile.EMPTY, UserStatus.ACTIVE, List.of(), verified);
    }

    private static NewAccount withRole(String email, RoleName role) {
        return new NewAccount(new EmailAddress(email), PASSWORD, Profile.EMPTY, UserStatus.ACTIVE, List.of(role), true);
    }

    private AccountChange status(UserStatus status) {
        return new AccountChange(nothing(), Change.none(), Change.to(status), Change.none());
    }

    private AccountChange email(String email) {
        return new AccountChange(nothing(), Change.to(new EmailAddress(email)), Change.none(), Change.none());
    }

    private AccountChange profile(String member, String value) {
        ProfileChange change = ProfileChange.parse(
                Input.of(Map.of(member, value)), groundwork.accounts().today());
        return new AccountChange(change, Change.none(), Change.none(), Change.none());
    }

    private ProfileChange nothing() {
        return ProfileChange.parse(Input.of(Map.of()), groundwork.accounts().today());
    }
}
