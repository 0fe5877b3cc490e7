package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whom the first administrator shall be. */
public record NewAdministrator(EmailAddress email, Password password) {
    public NewAdministrator {
        Objects.requireNonNull(email);
        Objects.requireNonNull(password);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static NewAdministrator parse(Input input, PasswordPolicy policy) {
        List<String> ownWords = new ArrayList<>();
        var email = input.required("email", policy.noting(ownWords, Input.text(EmailAddress::parse)));
        var password = input.required("password", policy.reader(ownWords));
        input.refuseIfInvalid();
        return new NewAdministrator(email.get(), password.get());
    }
}
