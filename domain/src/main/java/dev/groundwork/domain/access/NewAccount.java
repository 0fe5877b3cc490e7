package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.UserStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account that an administrator makes for somebody.
 *
 * @param password null to invite the person by mail, who then chooses one
 * @param roles what the person is granted beside the role every account has
 * @param emailVerified whether the address counts as proven
 */
public record NewAccount(
        EmailAddress email,
        @Nullable Password password,
        Profile profile,
        UserStatus status,
        List<RoleName> roles,
        boolean emailVerified) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of(
            "email",
            "password",
            "username",
            "firstName",
            "lastName",
            "avatarUrl",
            "phone",
            "dateOfBirth",
            "timezone",
            "language",
            "status",
            "roles",
            "emailVerified");

    public NewAccount {
        Objects.requireNonNull(email);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(status);
        roles = roles.stream().distinct().toList();
    }

    /**
     * @param today the day beyond which nobody can have been born
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static NewAccount parse(Input input, PasswordPolicy policy, LocalDate today) {
        List<String> ownWords = new ArrayList<>();
        var email = input.required("email", policy.noting(ownWords, Input.text(EmailAddress::parse)));
        Input.Value<Profile> profile = Profile.read(input, policy, ownWords, today);
        var password = input.optional("password", policy.reader(ownWords));
        var status = input.optional("status", UserStatus.notDeleted(), UserStatus.ACTIVE);
        var roles = input.optional("roles", Input.list(Input.text(RoleName::parse)), List.of());
        var emailVerified = input.optional("emailVerified", Input.bool(), false);
        input.refuseIfInvalid();
        return new NewAccount(
                email.get(), password.get(), profile.get(), status.get(), roles.get(), emailVerified.get());
    }
}
