package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What somebody tells who wants an account. */
public record Registration(EmailAddress email, Password password, Profile profile) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS =
            Set.of("email", "password", "username", "firstName", "lastName", "timezone", "language");

    public Registration {
        Objects.requireNonNull(email);
        Objects.requireNonNull(password);
        Objects.requireNonNull(profile);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static Registration parse(Input input, PasswordPolicy policy) {
        List<String> ownWords = new ArrayList<>();
        var email = input.required("email", policy.noting(ownWords, Input.text(EmailAddress::parse)));
        var username = input.optional("username", policy.noting(ownWords, Input.text(Username::parse)));
        var firstName = input.optional("firstName", policy.noting(ownWords, Input.text(Profile::parseName)));
        var lastName = input.optional("lastName", policy.noting(ownWords, Input.text(Profile::parseName)));
        var password = input.required("password", policy.reader(ownWords));
        Input.Value<Preferences> preferences = Preferences.read(input);
        input.refuseIfInvalid();
        return new Registration(
                email.get(),
                password.get(),
                new Profile(username.get(), firstName.get(), lastName.get(), null, null, null, preferences.get()));
    }
}
