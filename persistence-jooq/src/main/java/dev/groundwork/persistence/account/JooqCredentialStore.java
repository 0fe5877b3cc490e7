package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.account.Users.USER;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.Records.mapping;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.CredentialStore;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;

/** Password hashes in {@code app.users}. */
public final class JooqCredentialStore implements CredentialStore {
    private static final Condition UNDELETED = USERS.STATUS.ne(UserStatus.DELETED);

    private final Unit unit;

    public JooqCredentialStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Credentials> find(Login login) {
        Condition meant = login.isEmail()
                ? USERS.EMAIL_CANONICAL.eq(login.canonical())
                : USERS.USERNAME_CANONICAL.eq(login.canonical()).and(USERS.EMAIL_VERIFIED.isTrue());
        return unit.sql()
                .select(USER, USERS.PASSWORD_HASH)
                .from(USERS)
                .where(meant, UNDELETED)
                .fetchOptional(mapping(Credentials::new));
    }

    @Override
    public Optional<Credentials> findForUpdate(UserId id) {
        return unit.sql()
                .select(USER, USERS.PASSWORD_HASH)
                .from(USERS)
                .where(USERS.UUID.eq(id), UNDELETED)
                .forNoKeyUpdate()
                .fetchOptional(mapping(Credentials::new));
    }

    @Override
    public User recordSignIn(UserId id, Instant at) {
        return unit.sql()
                .update(USERS)
                .set(USERS.LAST_LOGIN_AT, at)
                .where(USERS.UUID.eq(id), UNDELETED)
                .returningResult(USER)
                .fetchOptional(found -> found.value1())
                .orElseThrow(() -> new Overtaken("the account was deleted just now"));
    }

    @Override
    public Optional<Credentials> findById(UserId id) {
        return unit.sql()
                .select(USER, USERS.PASSWORD_HASH)
                .from(USERS)
                .where(USERS.UUID.eq(id), UNDELETED)
                .fetchOptional(mapping(Credentials::new));
    }

    @Override
    public User changePassword(UserId id, PasswordHash password, Instant at) {
        return unit.sql()
                .update(USERS)
                .set(USERS.PASSWORD_HASH, password)
                .set(USERS.PASSWORD_CHANGED_AT, at)
                .where(USERS.UUID.eq(id), UNDELETED)
                .returningResult(USER)
                .fetchOptional(found -> found.value1())
                .orElseThrow(() -> new Overtaken("the account was deleted just now"));
    }

    @Override
    public void upgradePassword(UserId id, PasswordHash weaker, PasswordHash stronger) {
        unit.sql()
                .update(USERS)
                .set(USERS.PASSWORD_HASH, stronger)
                .where(USERS.UUID.eq(id), USERS.PASSWORD_HASH.eq(weaker))
                .execute();
    }
}
