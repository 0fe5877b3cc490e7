package dev.groundwork.application.access;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.PasswordCheck;
import dev.groundwork.application.account.UserStore.AccountState;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.session.AuthorityCopies;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Other people's accounts, and the end of one's own. Nobody changes, suspends, deletes or signs out a person who holds a
 * permission that they lack. Safe for use by several threads.
 */
public final class Users {
    private final Ports ports;
    private final PasswordCheck passwordCheck;
    private final AuthorityCopies copies;

    public Users(Ports ports, PasswordCheck passwordCheck, AuthorityCopies copies) {
        this.ports = ports;
        this.passwordCheck = passwordCheck;
        this.copies = copies;
    }

    /** What somebody sees of an account. */
    public sealed interface Seen {}

    /** All of it: one's own, or with {@code users:read}. */
    public record Whole(User user) implements Seen {
        public Whole {
            Objects.requireNonNull(user);
        }
    }

    /** What a colleague in a project sees. */
    public record Outline(Person person) implements Seen {
        public Outline {
            Objects.requireNonNull(person);
        }
    }

    /**
     * The accounts that a query asks for.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:read}
     */
    public Page<User> list(Actor actor, UserQuery query, Page.Request page) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.USERS_READ);
            return tx.users().list(query, page);
        });
    }

    /**
     * One account, as far as the actor may see it.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; not found where there
     *     is none, or the actor may not know of it
     */
    public Seen find(Actor actor, UserId id) {
        return ports.work().asService(actor, tx -> {
            if (actor.may(Permission.USERS_READ, tx.now())) {
                return new Whole(tx.users().find(id).orElseThrow(Users::noSuchUser));
            }
            Actor.User reader = actor.requireUser();
            if (reader.id().equals(id) && reader.reach().account()) {
                return new Whole(tx.users().find(id).orElseThrow(Users::noSuchUser));
            }
            return new Outline(colleague(tx, id, reader).orElseThrow(Users::noSuchUser));
        });
    }

    /**
     * The account that somebody means who types this.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:read}; not found where it is nobody's address, and no verified account's username
     */
    public User find(Actor actor, Login login) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.USERS_READ);
            return tx.credentials().find(login).orElseThrow(Users::noSuchUser).user();
        });
    }

    /** Whom a shared project shows, a credential that does not reach into projects does not. */
    private static Optional<Person> colleague(Transaction tx, UserId id, Actor.User reader) {
        return reader.reach().projects() == ProjectReach.NONE
                ? Optional.empty()
                : tx.users().findColleague(id, reader.id());
    }

    /**
     * Makes an account for somebody. Without a password the person is invited by mail to choose one, which also makes anew an
     * unverified account that somebody registered under the address.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:create}, or for roles without {@code roles:assign} and all that they hold, or where the unverified account
     *     holds more than the actor; invalid at {@code /roles} where one does not exist; conflict at {@code /email} or {@code /username} where it is taken; unavailable where too
     *     many passwords are being hashed
     */
    public User create(Actor actor, NewAccount account) {
        return create(actor, new UserId(ports.ids().next()), account);
    }

    /** As {@link #create(Actor, NewAccount)}, under an id that was chosen before; where it was made already, as it is now. */
    public User create(Actor actor, UserId id, NewAccount account) {
        return create(actor, id, account, true);
    }

    /** As {@link #create(Actor, NewAccount)}, and nobody is written to: whoever calls sees to it that the person gets in. */
    public User createQuietly(Actor actor, NewAccount account) {
        return create(actor, new UserId(ports.ids().next()), account, false);
    }

    private User create(Actor actor, UserId id, NewAccount account, boolean writing) {
        actor.require(Permission.USERS_CREATE, ports.clock().instant());
        Password password = account.password();
        PasswordHash hash = password == null ? null : ports.passwordHasher().hash(password);
        return ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.USERS_CREATE);
            Optional<User> made = tx.users().find(id);
            if (made.isPresent()) {
                return made.get();
            }
            standing.requireGrantable(tx, account.roles());
            User user = add(tx, standing, id, account, hash);
            account.roles().forEach(role -> tx.grants().grant(user.id(), role, standing.user(), null));
            if (writing) {
                letterFor(user, hash).ifPresent(tx.mails()::add);
            }
            return user;
        });
    }

    private static User add(
            Transaction tx, Standing standing, UserId id, NewAccount account, @Nullable PasswordHash hash) {
        var username = account.profile().username();
        if (username != null && tx.users().isTaken(username)) {
            throw Refused.taken("/username", "is taken");
        }
        Optional<User> known = tx.users().findByEmail(account.email());
        if (known.isPresent()) {
            return invitedAnew(tx, standing, known.get(), account);
        }
        return tx.users()
                .add(new NewUser(
                        id, account.email(), account.emailVerified(), hash, account.profile(), account.status()))
                .orElseThrow(Users::addressTaken);
    }

    /** Whoever registered an address that they can't read must not stand in the way of the person who can. */
    private static User invitedAnew(Transaction tx, Standing standing, User known, NewAccount account) {
        boolean selfMade = !known.emailVerified()
                && tx.credentials()
                        .findById(known.id())
                        .filter(found -> found.password() != null)
                        .isPresent();
        if (account.password() != null || !selfMade) {
            throw addressTaken();
        }
        standing.requireOver(tx, known.id());
        Departure.signOut(tx, known);
        User anew = tx.users().replaceUnverified(known.id(), null, account.profile());
        return tx.users()
                .change(
                        anew.id(),
                        new AccountState(
                                account.profile(), account.email(), account.emailVerified(), account.status()));
    }

    private static Optional<Letter> letterFor(User user, @Nullable PasswordHash hash) {
        if (!user.isActive()) {
            return Optional.empty();
        }
        if (hash == null) {
            return Optional.of(new Letter.Invitation(user.id(), user.email()));
        }
        return user.emailVerified() ? Optional.empty() : Optional.of(new Letter.VerifyAddress(user.id(), user.email()));
    }

    /**
     * Changes somebody's account. Whoever is not active any more, or whose address is not proven any more, is signed out; a new
     * address is unproven unless the change says otherwise, and a link goes there. One's own address is not changed here, which
     * a stolen session could do, but with the password.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:update}, where the person holds more, or for the actor's own address; not found where there is no such
     *     account; stale where it has another version; conflict where it is the last administrator, or at {@code /email} or
     *     {@code /username} where it is taken
     */
    public User change(Actor actor, UserId id, AccountChange change, @Nullable Long expectedVersion) {
        User changed = ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.USERS_UPDATE);
            User user = over(tx, standing, id, expectedVersion);
            AccountState wanted = stateAfter(user, change);
            if (standing.isOwn(id)) {
                requireSameAddress(user, wanted);
            }
            return Standing.keepingAnAdministrator(tx, () -> {
                User now = tx.users().change(id, wanted);
                follow(tx, user, now);
                return now;
            });
        });
        forget(changed);
        return changed;
    }

    private static AccountState stateAfter(User user, AccountChange change) {
        EmailAddress email = change.email().orElse(user.email());
        boolean sameAddress = email.canonical().equals(user.email().canonical());
        boolean verified = change.emailVerified() instanceof Change.To<Boolean> said
                ? said.value()
                : sameAddress && user.emailVerified();
        return new AccountState(
                change.profile().applyTo(user.profile()),
                email,
                verified,
                change.status().orElse(user.status()));
    }

    private static void requireSameAddress(User user, AccountState wanted) {
        if (!wanted.email().canonical().equals(user.email().canonical())
                || wanted.emailVerified() != user.emailVerified()) {
            throw Refused.forbidden("Change your own address with your password.");
        }
    }

    private static void follow(Transaction tx, User before, User now) {
        boolean otherAddress = !before.email().canonical().equals(now.email().canonical());
        if (!now.isActive() || (before.emailVerified() && !now.emailVerified())) {
            Departure.signOut(tx, now);
        } else if (otherAddress) {
            Departure.voidLinks(tx, now);
        }
        if (otherAddress && now.isActive() && !now.emailVerified()) {
            tx.mails().add(new Letter.VerifyAddress(now.id(), now.email()));
        }
    }

    /**
     * Deletes somebody's account: softly, freeing address and username; ends everything of theirs, gives their projects to a
     * maintainer or archives them, and leaves others' work.
     *
     * @throws Refused as {@link #change}, without {@code users:delete}, or for the actor's own account, which asks for the
     *     password
     */
    public void delete(Actor actor, UserId id, @Nullable Long expectedVersion) {
        forget(ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.USERS_DELETE);
            User user = over(tx, standing, id, expectedVersion);
            if (standing.isOwn(id)) {
                throw Refused.forbidden("Delete your own account with your password.");
            }
            return Departure.delete(tx, user);
        }));
    }

    /**
     * Deletes the actor's own account, as {@link #delete}.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API
     *     token; as {@link PasswordCheck#requireOwn} for the password; stale where the account has another version; conflict
     *     where it is the last administrator
     */
    public void deleteOwn(Actor actor, Password password, @Nullable Long expectedVersion) {
        UserId id = actor.requireAccountHolder().id();
        PasswordCheck.Try tried = passwordCheck.requireOwn(actor, id, "password", password);
        forget(ports.work().asService(actor, tx -> {
            User user = passwordCheck.requireConfirmed(tx, tried, "password");
            user.revision().requireVersion(expectedVersion);
            return Departure.delete(tx, user);
        }));
    }

    /**
     * Somebody's sessions, the last used first.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code sessions:read}; not found where there is no such account
     */
    public Page<Session> sessions(Actor actor, UserId id, Page.Request page) {
        return ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.SESSIONS_READ);
            User user = existing(tx, id);
            standing.requireReachOf(id);
            return tx.sessions().list(user.id(), tx.now(), page);
        });
    }

    /**
     * Signs somebody out everywhere.
     *
     * @param expectedVersion the version of the account that it was decided on; null for whichever there is
     * @throws Refused as {@link #change}, without {@code sessions:revoke}
     */
    public void endSessions(Actor actor, UserId id, @Nullable Long expectedVersion) {
        ports.work().<@Nullable Void>asService(actor, tx -> {
            over(tx, Standing.require(tx, Permission.SESSIONS_REVOKE), id, expectedVersion);
            tx.sessions().endAll(id, null);
            return null;
        });
        copies.forget(id);
    }

    private static User over(Transaction tx, Standing standing, UserId id, @Nullable Long expectedVersion) {
        User user = locked(tx, id);
        standing.requireOver(tx, id);
        user.revision().requireVersion(expectedVersion);
        return user;
    }

    private void forget(User user) {
        copies.forget(user.id());
        ports.userCache().invalidate(user.id(), user.revision().version());
    }

    static User existing(Transaction tx, UserId id) {
        return tx.users().find(id).filter(user -> !user.isDeleted()).orElseThrow(Users::noSuchUser);
    }

    /** As {@link #existing}, and nobody else changes the account until this unit ends. */
    static User locked(Transaction tx, UserId id) {
        return tx.users().findForUpdate(id).filter(user -> !user.isDeleted()).orElseThrow(Users::noSuchUser);
    }

    static Refused noSuchUser() {
        return Refused.notFound("There is no such account.");
    }

    private static Refused addressTaken() {
        return Refused.taken("/email", "has an account already");
    }
}
