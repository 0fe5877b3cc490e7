package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.application.account.UserStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.project.ProjectStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryUserStore implements UserStore {
    private static final String TABLE = "users";

    private final Unit unit;

    InMemoryUserStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<User> find(UserId id) {
        return unit.tables()
                .users
                .find(id)
                .map(Account::user)
                .filter(user -> unit.security().seesAccount(id));
    }

    @Override
    public Optional<User> findForUpdate(UserId id) {
        return find(id);
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return byEmail(unit.asService(), email.canonical()).map(Account::user);
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return byName(unit.asService(), username.canonical()).map(Account::user);
    }

    @Override
    public boolean isTaken(Username username) {
        return byName(unit.asService(), username.canonical()).isPresent();
    }

    @Override
    public Optional<User> add(NewUser user) {
        Tables tables = unit.asService();
        if (byEmail(tables, user.email().canonical()).isPresent()) {
            return Optional.empty();
        }
        Username username = user.profile().username();
        if (user.emailVerified() && username != null && isTaken(username)) {
            throw nameTaken();
        }
        var revision = unit.firstRevision();
        Instant chosen = user.password() == null ? null : revision.createdAt();
        User added = new User(
                user.id(),
                user.email(),
                user.emailVerified(),
                user.profile(),
                user.status(),
                new User.Activity(null, chosen),
                revision);
        Account account = new Account(added, user.password());
        tables.users.put(user.id(), account);
        unit.logInsert(TABLE, user.id().toString(), null, account.recorded(), revision.createdAt());
        new InMemoryGrantStore(unit).grant(user.id(), RoleName.USER, null, null);
        return Optional.of(added);
    }

    @Override
    public User replaceUnverified(UserId id, @Nullable PasswordHash password, Profile profile) {
        Account before = unit.asService()
                .users
                .find(id)
                .filter(account -> !account.user().emailVerified() && !account.isDeleted())
                .orElseThrow(() -> new Overtaken("the account was verified or deleted just now"));
        takeRolesBut(RoleName.USER, id);
        User user = before.user();
        User.Activity activity =
                new User.Activity(user.activity().lastLoginAt(), password == null ? null : unit.stamp());
        return change(before, user.email(), false, profile, activity, password);
    }

    private void takeRolesBut(RoleName kept, UserId id) {
        InMemoryGrantStore grants = new InMemoryGrantStore(unit);
        grants.list(id).stream()
                .map(Grant::role)
                .filter(role -> !role.equals(kept))
                .forEach(role -> grants.revoke(id, role));
    }

    @Override
    public User verify(UserId id, EmailAddress email) {
        Tables tables = unit.asService();
        Account before = tables.users.get(id);
        if (byEmail(tables, email.canonical())
                .filter(other -> !isSame(other, id))
                .isPresent()) {
            throw new Overtaken("another account has the address by now");
        }
        User user = before.user();
        Username username = user.profile().username();
        Profile profile =
                username != null && isOthers(username, id) ? user.profile().withUsername(null) : user.profile();
        return change(before, email, true, profile, user.activity(), before.password());
    }

    @Override
    public User changeProfile(UserId id, Profile profile) {
        if (!unit.security().mayActAs(id)) {
            throw RowSecurity.violated("the profile is somebody else's");
        }
        Account before = unit.tables().users.get(id);
        User user = before.user();
        Username username = profile.username();
        if (user.emailVerified() && username != null && isOthers(username, id)) {
            throw nameTaken();
        }
        return change(before, user.email(), user.emailVerified(), profile, user.activity(), before.password());
    }

    @Override
    public User change(UserId id, AccountState state) {
        Tables tables = unit.asService();
        Account before = tables.users.get(id);
        boolean deleted = state.status() == UserStatus.DELETED;
        if (!deleted
                && byEmail(tables, state.email().canonical())
                        .filter(other -> !isSame(other, id))
                        .isPresent()) {
            throw Refused.taken("/email", "has an account already");
        }
        Username username = state.profile().username();
        if (!deleted && state.emailVerified() && username != null && isOthers(username, id)) {
            throw nameTaken();
        }
        User old = before.user();
        return change(
                before,
                new User(
                        id,
                        state.email(),
                        state.emailVerified(),
                        state.profile(),
                        state.status(),
                        old.activity(),
                        old.revision()),
                before.password());
    }

    @Override
    public Page<User> list(UserQuery query, Page.Request page) {
        Tables tables = unit.asService();
        List<User> found = tables.users.rows().stream()
                .map(Account::user)
                .filter(user -> query.status() == null ? !user.isDeleted() : user.status() == query.status())
                .filter(user -> query.role() == null || hasRole(tables, user.id(), query.role()))
                .filter(user -> query.text() == null || mentions(user, query.text()))
                .toList();
        return Paging.page(found, page, order(query));
    }

    private boolean hasRole(Tables tables, UserId user, RoleName role) {
        return tables.grants
                .find(new StoredGrant.Grantee(user, role))
                .filter(grant -> grant.holdsAt(unit.stamp()))
                .isPresent();
    }

    private static boolean mentions(User user, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        Profile profile = user.profile();
        return Stream.of(user.email(), profile.username(), profile.firstName(), profile.lastName())
                .filter(Objects::nonNull)
                .anyMatch(value -> value.toString().toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static List<Paging.Column<User>> order(UserQuery query) {
        Function<User, @Nullable String> key = switch (query.sort()) {
            case EMAIL -> user -> user.email().canonical();
            case USERNAME ->
                user -> user.profile().username() == null
                        ? null
                        : user.profile().username().canonical();
            case CREATED_AT -> user -> Columns.sortable(user.revision().createdAt());
            case LAST_LOGIN_AT -> user -> Columns.sortable(user.activity().lastLoginAt());
        };
        boolean descending = query.descending();
        return List.of(
                new Paging.Column<>(key, descending),
                new Paging.Column<>(user -> Columns.sortable(user.revision().createdAt()), descending),
                new Paging.Column<>(user -> user.id().toString(), descending));
    }

    @Override
    public Map<UserId, Person> people(Set<UserId> ids) {
        Map<UserId, Person> people = new HashMap<>();
        Tables tables = unit.tables();
        ids.forEach(id -> tables.users
                .find(id)
                .ifPresent(account -> people.put(id, account.user().person())));
        return people;
    }

    @Override
    public Optional<Person> findColleague(UserId person, UserId reader) {
        Tables tables = unit.asService();
        boolean shared = tables.members.rows().stream()
                .filter(member -> member.key().user().equals(person))
                .map(member -> member.key().project())
                .anyMatch(project -> tables.members.contains(new StoredMember.Seat(project, reader))
                        && tables.projects.get(project).status() != ProjectStatus.DELETED);
        return shared
                ? tables.users
                        .find(person)
                        .filter(it -> !it.isDeleted())
                        .map(it -> it.user().person())
                : Optional.empty();
    }

    User changePassword(Account before, PasswordHash password, @Nullable Instant at) {
        User old = before.user();
        return change(
                before,
                old.email(),
                old.emailVerified(),
                old.profile(),
                new User.Activity(old.activity().lastLoginAt(), at),
                password);
    }

    private User change(
            Account before,
            EmailAddress email,
            boolean verified,
            Profile profile,
            User.Activity activity,
            @Nullable PasswordHash password) {
        User old = before.user();
        return change(
                before, new User(old.id(), email, verified, profile, old.status(), activity, old.revision()), password);
    }

    private User change(Account before, User same, @Nullable PasswordHash password) {
        User old = before.user();
        if (new Account(same, password).equals(before)) {
            return old;
        }
        var revision = unit.nextRevision(old.revision());
        User user = new User(
                old.id(), same.email(), same.emailVerified(), same.profile(), same.status(), same.activity(), revision);
        Account account = new Account(user, password);
        Tables tables = unit.tables();
        tables.users.put(user.id(), account);
        unit.logUpdate(TABLE, user.id().toString(), null, before.recorded(), account.recorded(), revision.updatedAt());
        long number = tables.nextNumber();
        tables.invalidations.put(number, new Invalidation(number, user.id(), revision.version()));
        return user;
    }

    private boolean isOthers(Username username, UserId id) {
        return byName(unit.tables(), username.canonical())
                .filter(account -> !isSame(account, id))
                .isPresent();
    }

    private static boolean isSame(Account account, UserId id) {
        return account.user().id().equals(id);
    }

    static Optional<Account> byEmail(Tables tables, String canonical) {
        return tables.users.rows().stream()
                .filter(account -> !account.isDeleted()
                        && account.user().email().canonical().equals(canonical))
                .findFirst();
    }

    static Optional<Account> byName(Tables tables, String canonical) {
        return tables.users.rows().stream()
                .filter(account -> account.ownsName(canonical))
                .findFirst();
    }

    private static Refused nameTaken() {
        return Refused.taken("/username", "is taken");
    }
}
