package dev.groundwork.application.account;

import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.UserId;
import java.util.Objects;

/**
 * A mail that is to be written: what it is about, never its text. A link's token is minted when the mail is sent, so that none
 * ever lies anywhere in clear.
 */
public sealed interface Letter {

    EmailAddress to();

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
}
