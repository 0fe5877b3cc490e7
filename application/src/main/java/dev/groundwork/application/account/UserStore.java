package dev.groundwork.application.account;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts. */
public interface UserStore {

    /**
     * What an account is made from.
     *
     * @param password null for an invited person, who chooses one later
     */
    record NewUser(
            UserId id,
            EmailAddress email,
            boolean emailVerified,
            @Nullable PasswordHash password,
            Profile profile,
            UserStatus status) {
        /** An active account. */
        public NewUser(
                UserId id,
                EmailAddress email,
                boolean emailVerified,
                @Nullable PasswordHash password,
                Profile profile) {
            this(id, email, emailVerified, password, profile, UserStatus.ACTIVE);
        }

        public NewUser {
            Objects.requireNonNull(id);
            Objects.requireNonNull(email);
            Objects.requireNonNull(profile);
            Objects.requireNonNull(status);
        }
    }

    /** All of an account that its administrators may change. */
    record AccountState(Profile profile, EmailAddress email, boolean emailVerified, UserStatus status) {
        public AccountState {
            Objects.requireNonNull(profile);
            Objects.requireNonNull(email);
            Objects.requireNonNull(status);
        }

        /** What the account is now. */
        public static AccountState of(User user) {
            return new AccountState(user.profile(), user.email(), user.emailVerified(), user.status());
        }
    }

    /** The account, deleted ones included; empty where there is none or the actor may not see it. */
    Optional<User> find(UserId id);

    /** As {@link #find}, and nobody else changes the account until this unit ends. */
    Optional<User> findForUpdate(UserId id);

    /** The account that has this address, compared by its canonical form; deleted accounts have none. As the service only. */
    Optional<User> findByEmail(EmailAddress email);

    /** The verified account of that name, whatever its case; empty where there is none or it is deleted. As the service only. */
    Optional<User> findByUsername(Username username);

    /** Whether a verified, undeleted account goes by this name; an unverified one's name does not count. As the service only. */
    boolean isTaken(Username username);

    /**
     * Adds an account, which has the system role {@code user} from the start. Of several units that add one address at the same time, one succeeds. As the service only.
     *
     * @return the account; empty where another undeleted one has the address
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Conflict} at {@code /username} where the
     *     account is verified and a verified account has the name
     */
    Optional<User> add(NewUser user);

    /**
     * Makes an unverified account anew: its password and profile are replaced, its id stays. It keeps the role {@code user} and
     * no other, since whoever was given more need not be who has it now. As the service only.
     *
     * @param password null for an invited person, who chooses one later
     *
     * @throws dev.groundwork.application.Overtaken where it is verified or gone by now
     */
    User replaceUnverified(UserId id, @Nullable PasswordHash password, Profile profile);

    /**
     * Marks the account as verified under this address. A username that another verified account has by now is dropped. As
     * the service only.
     *
     * @throws dev.groundwork.application.Overtaken where somebody takes the same name or address at this very moment
     */
    User verify(UserId id, EmailAddress email);

    /**
     * Replaces the profile.
     *
     * @return the account as it is now; its version is the same where nothing really changed
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Conflict} at {@code /username} where another
     *     verified account has the name
     */
    User changeProfile(UserId id, Profile profile);

    /**
     * Replaces all that an administrator may change, or marks the account as deleted. As the service only.
     *
     * @return the account as it is now; its version is the same where nothing really changed
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Conflict} at {@code /email} where another
     *     undeleted account has the address, at {@code /username} where another verified one has the name
     */
    User change(UserId id, AccountState state);

    /** The accounts that a query asks for; deleted ones only where it asks for that status. As the service only. */
    Page<User> list(UserQuery query, Page.Request page);

    /** What everybody may know of these, those whose account is gone included; whoever never was is left out. */
    Map<UserId, Person> people(Set<UserId> ids);

    /** The person, where {@code reader} and they are members of one undeleted project. As the service only. */
    Optional<Person> findColleague(UserId person, UserId reader);
}
