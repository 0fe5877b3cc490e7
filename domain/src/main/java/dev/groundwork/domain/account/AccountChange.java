package dev.groundwork.domain.account;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** A partial change of somebody's account by an administrator. */
public record AccountChange(
        ProfileChange profile, Change<EmailAddress> email, Change<UserStatus> status, Change<Boolean> emailVerified) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = members();

    public AccountChange {
        Objects.requireNonNull(profile);
        Objects.requireNonNull(email);
        Objects.requireNonNull(status);
        Objects.requireNonNull(emailVerified);
    }

    /**
     * @param today the day beyond which nobody can have been born
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static AccountChange parse(Input input, LocalDate today) {
        var email = input.change("email", Input.text(EmailAddress::parse));
        var status = input.change("status", UserStatus.notDeleted());
        var emailVerified = input.change("emailVerified", Input.bool());
        ProfileChange profile = ProfileChange.parse(input, today);
        return new AccountChange(profile, email.get(), status.get(), emailVerified.get());
    }

    private static Set<String> members() {
        Set<String> members = new HashSet<>(ProfileChange.MEMBERS);
        members.addAll(Set.of("email", "status", "emailVerified"));
        return Set.copyOf(members);
    }
}
