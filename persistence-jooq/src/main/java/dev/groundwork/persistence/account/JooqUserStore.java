package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.account.Users.user;
import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.UserStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
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
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Search;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
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
        return unit.sql()
                .select(Users.COLUMNS)
                .from(USERS)
                .where(USERS.UUID.eq(id))
                .fetchOptional(found -> user(found::get));
    }

    @Override
    public Optional<User> findForUpdate(UserId id) {
        return unit.sql()
                .select(Users.COLUMNS)
                .from(USERS)
                .where(USERS.UUID.eq(id))
                // Not FOR UPDATE, which would wait for everybody who only refers to the account.
                .forNoKeyUpdate()
                .fetchOptional(found -> user(found::get));
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return unit.sql()
                .select(Users.COLUMNS)
                .from(USERS)
                .where(USERS.EMAIL_CANONICAL.eq(email.canonical()), UNDELETED)
                .fetchOptional(found -> user(found::get));
    }

    @Override
    public Optional<User> findByUsername(Username username) {
        return unit.sql()
                .select(Users.COLUMNS)
                .from(USERS)
                .where(owns(username))
                .fetchOptional(found -> user(found::get));
    }

    @Override
    public boolean isTaken(Username username) {
        return unit.sql().fetchExists(selectOne().from(USERS).where(owns(username)));
    }

    private static Condition owns(Username username) {
        return USERS.USERNAME_CANONICAL
                .eq(username.canonical())
                .and(USERS.EMAIL_VERIFIED.isTrue())
                .and(UNDELETED);
    }

    @Override
    public Optional<User> add(NewUser user) {
        Optional<User> added = usernameFree(() -> unit.sql()
                .insertInto(USERS)
                .set(columns(user))
                .onConflict(USERS.EMAIL_CANONICAL)
                .where(UNDELETED)
                .doNothing()
                .returningResult(Users.COLUMNS)
                .fetchOptional(found -> user(found::get)));
        added.ifPresent(account -> grantUserRole(List.of(account.id())));
        return added;
    }

    @Override
    public Set<UserId> addUnhindered(List<NewUser> users) {
        if (users.isEmpty()) {
            return Set.of();
        }
        var rows = unit.sql().insertInto(USERS).set(columns(users.getFirst()));
        for (NewUser user : users.subList(1, users.size())) {
            rows = rows.newRecord().set(columns(user));
        }
        Set<UserId> added =
                rows.onConflictDoNothing().returningResult(USERS.UUID).fetchSet(USERS.UUID);
        grantUserRole(added);
        return added;
    }

    private Map<Field<?>, @Nullable Object> columns(NewUser user) {
        Map<Field<?>, @Nullable Object> columns = Users.columns(user.profile());
        columns.put(USERS.UUID, user.id());
        columns.put(USERS.EMAIL, user.email());
        columns.put(USERS.EMAIL_CANONICAL, user.email().canonical());
        columns.put(USERS.EMAIL_VERIFIED, user.emailVerified());
        columns.put(USERS.PASSWORD_HASH, user.password());
        columns.put(USERS.PASSWORD_CHANGED_AT, user.password() == null ? null : unit.now());
        columns.put(USERS.STATUS, user.status());
        return columns;
    }

    @Override
    public Set<UserId> findExisting(Collection<UserId> ids) {
        return unit.sql()
                .select(USERS.UUID)
                .from(USERS)
                .where(USERS.UUID.in(ids))
                .fetchSet(USERS.UUID);
    }

    private void grantUserRole(Collection<UserId> ids) {
        unit.sql()
                .insertInto(USER_ROLES, USER_ROLES.USER_ID, USER_ROLES.ROLE_ID)
                .select(select(USERS.ID, ROLES.ID)
                        .from(USERS, ROLES)
                        .where(USERS.UUID.in(ids), ROLES.NAME.eq(RoleName.USER)))
                .execute();
    }

    @Override
    public User replaceUnverified(UserId id, @Nullable PasswordHash password, Profile profile) {
        @Nullable Instant chosenAt = password == null ? null : unit.now();
        User anew = unit.sql()
                .update(USERS)
                .set(USERS.PASSWORD_HASH, password)
                .set(USERS.PASSWORD_CHANGED_AT, chosenAt)
                .set(Users.columns(profile))
                .where(USERS.UUID.eq(id), USERS.EMAIL_VERIFIED.isFalse(), UNDELETED)
                .returningResult(Users.COLUMNS)
                .fetchOptional(found -> user(found::get))
                .orElseThrow(() -> new Overtaken("the account was verified or deleted just now"));
        unit.sql()
                .deleteFrom(USER_ROLES)
                .where(
                        USER_ROLES.USER_ID.eq(select(USERS.ID).from(USERS).where(USERS.UUID.eq(id))),
                        USER_ROLES.ROLE_ID.notIn(select(ROLES.ID).from(ROLES).where(ROLES.NAME.eq(RoleName.USER))))
                .execute();
        return anew;
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
                    .returningResult(Users.COLUMNS)
                    .fetchOptional(found -> user(found::get))
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
                        .returningResult(Users.COLUMNS)
                        .fetchOptional(found -> user(found::get)))
                .orElseThrow(() -> new Overtaken("the account went out of reach just now"));
    }

    @Override
    public User change(UserId id, AccountState state) {
        try {
            return usernameFree(() -> unit.sql()
                            .update(USERS)
                            .set(USERS.EMAIL, state.email())
                            .set(USERS.EMAIL_CANONICAL, state.email().canonical())
                            .set(USERS.EMAIL_VERIFIED, state.emailVerified())
                            .set(USERS.STATUS, state.status())
                            .set(Users.columns(state.profile()))
                            .where(USERS.UUID.eq(id))
                            .returningResult(Users.COLUMNS)
                            .fetchOptional(found -> user(found::get)))
                    .orElseThrow(() -> new Overtaken("the account went out of reach just now"));
        } catch (DataAccessException e) {
            if (Constraints.broke(e, Users.EMAIL_KEY)) {
                throw Refused.taken("/email", "has an account already");
            }
            throw e;
        }
    }

    @Override
    public Page<User> list(UserQuery query, Page.Request page) {
        Keyset order = Keyset.nullsLast(query.toString(), query.descending(), sortColumn(query), USERS.ID);
        return order.fetch(
                page,
                part -> unit.sql()
                        .select(Users.COLUMNS)
                        .select(USERS.ID, sortColumn(query))
                        .from(USERS)
                        .where(status(query), hasRole(query), mentions(query), part.condition())
                        .orderBy(part.order())
                        .limit(part.limit())
                        .fetch(),
                row -> user(row::get));
    }

    private static Field<?> sortColumn(UserQuery query) {
        return switch (query.sort()) {
            case EMAIL -> USERS.EMAIL_CANONICAL;
            case USERNAME -> USERS.USERNAME_CANONICAL;
            case CREATED_AT -> USERS.CREATED_AT;
            case LAST_LOGIN_AT -> USERS.LAST_LOGIN_AT;
        };
    }

    private static Condition status(UserQuery query) {
        @Nullable UserStatus status = query.status();
        return status == null ? UNDELETED : USERS.STATUS.eq(status);
    }

    private Condition hasRole(UserQuery query) {
        @Nullable RoleName role = query.role();
        return role == null
                ? noCondition()
                : exists(selectOne()
                        .from(USER_ROLES)
                        .join(ROLES)
                        .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                        .where(
                                USER_ROLES.USER_ID.eq(USERS.ID),
                                ROLES.NAME.eq(role),
                                USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(unit.now()))));
    }

    private static Condition mentions(UserQuery query) {
        @Nullable String text = query.text();
        return text == null
                ? noCondition()
                : Search.mentions(USERS.EMAIL_CANONICAL, text)
                        .or(Search.mentions(USERS.USERNAME_CANONICAL, text))
                        .or(Search.mentions(USERS.FIRST_NAME, text))
                        .or(Search.mentions(USERS.LAST_NAME, text));
    }

    @Override
    public Map<UserId, Person> people(Set<UserId> ids) {
        return Persons.find(unit, ids);
    }

    @Override
    public Optional<Person> findColleague(UserId person, UserId reader) {
        var mine = PROJECT_MEMBERS.as("mine");
        return unit.sql()
                .select(Persons.person(USERS.ID))
                .from(USERS)
                .where(
                        USERS.UUID.eq(person),
                        UNDELETED,
                        exists(selectOne()
                                .from(PROJECT_MEMBERS)
                                .join(mine)
                                .on(mine.PROJECT_ID.eq(PROJECT_MEMBERS.PROJECT_ID))
                                .join(PROJECTS)
                                .on(PROJECTS.ID.eq(PROJECT_MEMBERS.PROJECT_ID))
                                .where(
                                        PROJECT_MEMBERS.USER_ID.eq(USERS.ID),
                                        mine.USER_ID.eq(Persons.idOf(reader)),
                                        PROJECTS.STATUS.ne(ProjectStatus.DELETED))))
                .fetchOptional(found -> found.value1());
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
