package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.CredentialStore;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;

/** Password hashes in {@code app.users}. */
public final class JooqCredentialStore implements CredentialStore {
    private static final Condition UNDELETED = USERS.STATUS.ne(inline(UserStatus.DELETED, USERS.STATUS));

    private static final List<Field<?>> COLUMNS = Stream.concat(Users.COLUMNS.stream(), Stream.of(USERS.PASSWORD_HASH))
            .toList();

    private static final Prepared BY_EMAIL = Prepared.select(
            COLUMNS,
            users -> users.from(USERS)
                    .where(USERS.EMAIL_CANONICAL.eq(param("login", USERS.EMAIL_CANONICAL)), UNDELETED));

    private static final Prepared BY_USERNAME = Prepared.select(
            COLUMNS,
            users -> users.from(USERS)
                    .where(
                            USERS.USERNAME_CANONICAL.eq(param("login", USERS.USERNAME_CANONICAL)),
                            USERS.EMAIL_VERIFIED.isTrue(),
                            UNDELETED));

    private static final Prepared FOR_UPDATE = Prepared.select(
            COLUMNS,
            users -> users.from(USERS)
                    .where(USERS.UUID.eq(param("id", USERS.UUID)), UNDELETED)
                    .forNoKeyUpdate());

    private static final Prepared RECORD_SIGN_IN = Prepared.returning(
            Users.COLUMNS,
            update(USERS)
                    .set(USERS.LAST_LOGIN_AT, param("at", USERS.LAST_LOGIN_AT))
                    .where(USERS.UUID.eq(param("id", USERS.UUID)), UNDELETED)
                    .returningResult(Users.COLUMNS));

    private final Unit unit;

    public JooqCredentialStore(Unit unit) {
        this.unit = unit;
    }

    private static Credentials credentials(Values row) {
        return new Credentials(Users.user(row), row.get(USERS.PASSWORD_HASH));
    }

    @Override
    public Optional<Credentials> find(Login login) {
        return (login.isEmail() ? BY_EMAIL : BY_USERNAME)
                .find(unit, val(login.canonical(), USERS.EMAIL_CANONICAL))
                .map(JooqCredentialStore::credentials);
    }

    @Override
    public Optional<Credentials> findForUpdate(UserId id) {
        return FOR_UPDATE.find(unit, val(id, USERS.UUID)).map(JooqCredentialStore::credentials);
    }

    @Override
    public User recordSignIn(UserId id, Instant at) {
        return RECORD_SIGN_IN
                .find(unit, val(at, USERS.LAST_LOGIN_AT), val(id, USERS.UUID))
                .map(Users::user)
                .orElseThrow(() -> new Overtaken("the account was deleted just now"));
    }

    @Override
    public Optional<Credentials> findById(UserId id) {
        return unit.sql()
                .select(COLUMNS)
                .from(USERS)
                .where(USERS.UUID.eq(id), UNDELETED)
                .fetchOptional(row -> credentials(row::get));
    }

    @Override
    public User changePassword(UserId id, PasswordHash password, Instant at) {
        return unit.sql()
                .update(USERS)
                .set(USERS.PASSWORD_HASH, password)
                .set(USERS.PASSWORD_CHANGED_AT, at)
                .where(USERS.UUID.eq(id), UNDELETED)
                .returningResult(Users.COLUMNS)
                .fetchOptional(row -> Users.user(row::get))
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
