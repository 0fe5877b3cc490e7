package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.account.Users.USER;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.groundwork.application.Overtaken;
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
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The accounts in {@code app.users}. */
public final class JooqUserStore implements UserStore {
    private static final Condition UNDELETED = USERS.STATUS.ne(UserStatus.DELETED);

    private final Unit unit;

    public JooqUserStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<User> find(UserId id) {
        return unit.sql().select(USER).from(USERS).where(USERS.UUID.eq(id)).fetchOptional(found -> found.value1());
    }

    @Override
    public Optional<User> findForUpdate(UserId id) {
        return unit.sql()
                .select(USER)
                .from(USERS)
                .where(USERS.UUID.eq(id))
                // Not FOR UPDATE, which would wait for everybody who only refers to the account.
                .forNoKeyUpdate()
                .fetchOptional(found -> found.value1());
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return unit.sql()
                .select(USER)
                .from(USERS)
                .where(USERS.EMAIL_CANONICAL.eq(email.canonical()), UNDELETED)
                .fetchOptional(found -> found.value1());
    }

    @Override
    public boolean isTaken(Username username) {
        return unit.sql()
                .fetchExists(selectOne()
                        .from(USERS)
                        .where(
                                USERS.USERNAME_CANONICAL.eq(username.canonical()),
                                USERS.EMAIL_VERIFIED.isTrue(),
                                UNDELETED));
    }

    @Override
    public Optional<User> add(NewUser user) {
        @Nullable PasswordHash password = user.password();
        @Nullable Instant chosenAt = password == null ? null : unit.now();
        Optional<User> added = usernameFree(() -> unit.sql()
                .insertInto(USERS)
                .set(USERS.UUID, user.id())
                .set(USERS.EMAIL, user.email())
                .set(USERS.EMAIL_CANONICAL, user.email().canonical())
                .set(USERS.EMAIL_VERIFIED, user.emailVerified())
                .set(USERS.PASSWORD_HASH, password)
                .set(USERS.PASSWORD_CHANGED_AT, chosenAt)
                .set(Users.columns(user.profile()))
                .onConflict(USERS.EMAIL_CANONICAL)
                .where(UNDELETED)
                .doNothing()
                .returningResult(USER)
                .fetchOptional(found -> found.value1()));
        added.ifPresent(account -> grantUserRole(account.id()));
        return added;
    }

    private void grantUserRole(UserId id) {
        unit.sql()
                .insertInto(USER_ROLES, USER_ROLES.USER_ID, USER_ROLES.ROLE_ID)
                .select(select(USERS.ID, ROLES.ID)
                        .from(USERS, ROLES)
                        .where(USERS.UUID.eq(id), ROLES.NAME.eq(RoleName.USER)))
                .execute();
    }

    @Override
    public User replaceUnverified(UserId id, PasswordHash password, Profile profile) {
        return unit.sql()
                .update(USERS)
                .set(USERS.PASSWORD_HASH, password)
                .set(USERS.PASSWORD_CHANGED_AT, unit.now())
                .set(Users.columns(profile))
                .where(USERS.UUID.eq(id), USERS.EMAIL_VERIFIED.isFalse(), UNDELETED)
                .returningResult(USER)
                .fetchOptional(found -> found.value1())
                .orElseThrow(() -> new Overtaken("the account was verified or deleted just now"));
    }

    @Override
    public User verify(UserId id, EmailAddress email) {
        var other = USERS.as("other");
        Condition taken = exists(selectOne()
                .from(other)
                .where(
                        other.USERNAME_CANONICAL.eq(USERS.USERNAME_CANONICAL),
                        other.EMAIL_VERIFIED.isTrue(),
                        other.STATUS.ne(UserStatus.DELETED),
                        other.ID.ne(USERS.ID)));
        try {
            return unit.sql()
                    .update(USERS)
                    .set(USERS.EMAIL, email)
                    .set(USERS.EMAIL_CANONICAL, email.canonical())
                    .set(USERS.EMAIL_VERIFIED, true)
                    .set(USERS.USERNAME, when(taken, (Username) null).otherwise(USERS.USERNAME))
                    .set(USERS.USERNAME_CANONICAL, when(taken, (String) null).otherwise(USERS.USERNAME_CANONICAL))
                    .where(USERS.UUID.eq(id), UNDELETED)
                    .returningResult(USER)
                    .fetchOptional(found -> found.value1())
                    .orElseThrow(() -> new Overtaken("the account was deleted just now"));
        } catch (DataAccessException e) {
            if (Constraints.broke(e, Users.USERNAME_KEY) || Constraints.broke(e, Users.EMAIL_KEY)) {
                throw new Overtaken("somebody took the name or the address just now");
            }
            throw e;
        }
    }

    @Override
    public User changeProfile(UserId id, Profile profile) {
        return usernameFree(() -> unit.sql()
                        .update(USERS)
                        .set(Users.columns(profile))
                        .where(USERS.UUID.eq(id))
                        .returningResult(USER)
                        .fetchOptional(found -> found.value1()))
                .orElseThrow(() -> new Overtaken("the account went out of reach just now"));
    }

    private static <T> T usernameFree(Supplier<T> change) {
        try {
            return change.get();
        } catch (DataAccessException e) {
            if (Constraints.broke(e, Users.USERNAME_KEY)) {
                throw Refused.taken("/username", "is taken");
            }
            throw e;
        }
    }
}
