package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.application.account.UserStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import java.time.Instant;
import java.util.Optional;
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
                UserStatus.ACTIVE,
                new User.Activity(null, chosen),
                revision);
        Account account = new Account(added, user.password());
        tables.users.put(user.id(), account);
        unit.logInsert(TABLE, user.id().toString(), null, account.recorded(), revision.createdAt());
        new InMemoryGrantStore(unit).grant(user.id(), RoleName.USER, null, null);
        return Optional.of(added);
    }

    @Override
    public User replaceUnverified(UserId id, PasswordHash password, Profile profile) {
        Account before = unit.asService()
                .users
                .find(id)
                .filter(account -> !account.user().emailVerified() && !account.isDeleted())
                .orElseThrow(() -> new Overtaken("the account was verified or deleted just now"));
        User user = before.user();
        User.Activity activity = new User.Activity(user.activity().lastLoginAt(), unit.stamp());
        return change(before, user.email(), false, profile, activity, password);
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

    private User change(
            Account before,
            EmailAddress email,
            boolean verified,
            Profile profile,
            User.Activity activity,
            @Nullable PasswordHash password) {
        User old = before.user();
        User same = new User(old.id(), email, verified, profile, old.status(), activity, old.revision());
        if (new Account(same, password).equals(before)) {
            return old;
        }
        var revision = unit.nextRevision(old.revision());
        User user = new User(old.id(), email, verified, profile, old.status(), activity, revision);
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
