package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.UserStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An account that another system had, as it is taken over.
 *
 * @param password as that system hashed it; null where the person is to choose one
 * @param roles what the person is granted beside the role every account has
 * @param emailVerified whether the address counts as proven
 */
public record ImportedAccount(
        EmailAddress email,
        @Nullable PasswordHash password,
        Profile profile,
        UserStatus status,
        List<RoleName> roles,
        boolean emailVerified) {
    /** The members that {@link #parse} understands: {@link NewAccount}'s, with a hash for the password. */
    public static final Set<String> MEMBERS = members();

    public ImportedAccount {
        Objects.requireNonNull(email);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(status);
        roles = roles.stream().distinct().toList();
    }

    /**
     * @param verifiable whether a password can ever be verified against a hash
     * @param today the day beyond which nobody can have been born
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static ImportedAccount parse(
            Input input, Predicate<PasswordHash> verifiable, PasswordPolicy policy, LocalDate today) {
        var email = input.required("email", Input.text(EmailAddress::parse));
        Input.Value<Profile> profile = Profile.read(input, policy, new ArrayList<>(), today);
        var password = input.optional("passwordHash", Input.text(text -> hash(text, verifiable)));
        var status = input.optional("status", UserStatus.notDeleted(), UserStatus.ACTIVE);
        var roles = input.optional("roles", Input.list(Input.text(RoleName::parse)), List.of());
        var emailVerified = input.optional("emailVerified", Input.bool(), false);
        input.refuseIfInvalid();
        return new ImportedAccount(
                email.get(), password.get(), profile.get(), status.get(), roles.get(), emailVerified.get());
    }

    /** The refusal does not repeat it: a hash can be tried against at leisure. */
    private static PasswordHash hash(String text, Predicate<PasswordHash> verifiable) {
        if (text.startsWith("$")) {
            PasswordHash hash = new PasswordHash(text);
            if (verifiable.test(hash)) {
                return hash;
            }
        }
        throw Refused.invalid("must be an Argon2, bcrypt, scrypt or PBKDF2 hash such as $2b$12$…, and not dearer than"
                + " two seconds of a core");
    }

    private static Set<String> members() {
        Set<String> members = new HashSet<>(NewAccount.MEMBERS);
        members.remove("password");
        members.add("passwordHash");
        return Set.copyOf(members);
    }
}
