package dev.groundwork.application.contract;

import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.session.SessionHandle;
import java.util.UUID;

/** What no other test has used, since adapters may share one database among all of them. */
final class Fresh {
    private Fresh() {}

    /** Twelve letters and digits. */
    static String word() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    static EmailAddress email() {
        return new EmailAddress("Somebody." + word() + "@example.org");
    }

    static Username username() {
        return new Username("Name-" + word());
    }

    static TokenHash token() {
        return TokenHash.of(word());
    }

    static SessionHandle handle() {
        return new SessionHandle((word() + word()).substring(0, 22));
    }
}
