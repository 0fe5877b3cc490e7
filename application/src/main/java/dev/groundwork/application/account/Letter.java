package dev.groundwork.application.account;

import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mail that is to be written: what it is about, never its text. A link's token is minted when the mail is sent, so that none
 * ever lies anywhere in clear.
 */
public sealed interface Letter {

    EmailAddress to();

    /** What a store and the audit trail call this kind of letter; never changed, since letters may wait under it. */
    default String kind() {
        return switch (this) {
            case VerifyAddress it -> "verify-address";
            case VerifyAgain it -> "verify-again";
            case AddressInUse it -> "address-in-use";
            case ResetPassword it -> "reset-password";
            case Invitation it -> "invitation";
            case PasswordChanged it -> "password-changed";
            case AddressChangeAsked it -> "address-change-asked";
        };
    }

    /** Whose account the letter names; null where it names an address alone. */
    default @Nullable UserId addressee() {
        return switch (this) {
            case VerifyAddress it -> it.user();
            case Invitation it -> it.user();
            case VerifyAgain it -> null;
            case AddressInUse it -> null;
            case ResetPassword it -> null;
            case PasswordChanged it -> null;
            case AddressChangeAsked it -> null;
        };
    }

    /** Asks whoever reads the address to prove that they do. */
    record VerifyAddress(UserId user, EmailAddress to) implements Letter {
        public VerifyAddress {
            Objects.requireNonNull(user);
            Objects.requireNonNull(to);
        }
    }

    /** Tells somebody who has an account that their address was given again to make one. */
    record AddressInUse(EmailAddress to) implements Letter {
        public AddressInUse {
            Objects.requireNonNull(to);
        }
    }

    /** Asks anew whoever has an unverified account under the address, if somebody has. */
    record VerifyAgain(EmailAddress to) implements Letter {
        public VerifyAgain {
            Objects.requireNonNull(to);
        }
    }

    /** Lets whoever has an account under the address choose a new password, if somebody has. */
    record ResetPassword(EmailAddress to) implements Letter {
        public ResetPassword {
            Objects.requireNonNull(to);
        }
    }

    /** Invites somebody to choose a password for the account that was made for them. */
    record Invitation(UserId user, EmailAddress to) implements Letter {
        public Invitation {
            Objects.requireNonNull(user);
            Objects.requireNonNull(to);
        }
    }

    /** Tells an account's owner that its password was changed. */
    record PasswordChanged(EmailAddress to) implements Letter {
        public PasswordChanged {
            Objects.requireNonNull(to);
        }
    }

    /** Tells an account's owner, at the address so far, that it is to be changed to another. */
    record AddressChangeAsked(EmailAddress to, EmailAddress wanted) implements Letter {
        public AddressChangeAsked {
            Objects.requireNonNull(to);
            Objects.requireNonNull(wanted);
        }
    }
}
