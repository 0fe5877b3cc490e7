package dev.groundwork.application.memory;

import dev.groundwork.application.account.CredentialStore;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Optional;

final class InMemoryCredentialStore implements CredentialStore {
    private final Unit unit;

    InMemoryCredentialStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Credentials> find(Login login) {
        Tables tables = unit.asService();
        return (login.isEmail()
                        ? InMemoryUserStore.byEmail(tables, login.canonical())
                        : InMemoryUserStore.byName(tables, login.canonical()))
                .map(account -> new Credentials(account.user(), account.password()));
    }

    @Override
    public Optional<Credentials> findForUpdate(UserId id) {
        return unit.asService()
                .users
                .find(id)
                .filter(account -> !account.isDeleted())
                .map(account -> new Credentials(account.user(), account.password()));
    }

    @Override
    public User recordSignIn(UserId id, Instant at) {
        Tables tables = unit.asService();
        Account account = tables.users.get(id);
        User user = account.user();
        User.Activity activity = new User.Activity(at, user.activity().passwordChangedAt());
        User signedIn = new User(
                id, user.email(), user.emailVerified(), user.profile(), user.status(), activity, user.revision());
        tables.users.put(id, new Account(signedIn, account.password()));
        return signedIn;
    }

    @Override
    public Optional<Credentials> findById(UserId id) {
        return findForUpdate(id);
    }

    @Override
    public User changePassword(UserId id, PasswordHash password, Instant at) {
        Account before = unit.asService().users.get(id);
        return new InMemoryUserStore(unit).changePassword(before, password, at);
    }

    @Override
    public void upgradePassword(UserId id, PasswordHash weaker, PasswordHash stronger) {
        Account before = unit.asService().users.get(id);
        if (weaker.equals(before.password())) {
            new InMemoryUserStore(unit)
                    .changePassword(before, stronger, before.user().activity().passwordChangedAt());
        }
    }
}
