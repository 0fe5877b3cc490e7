package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.UserId;
import java.util.Objects;
import java.util.Set;

/** To whom a project goes. */
public record Transfer(UserId to) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("to");

    public Transfer {
        Objects.requireNonNull(to);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} where it names nobody */
    public static Transfer parse(Input input) {
        var to = input.required("to", Input.uuid());
        input.refuseIfInvalid();
        return new Transfer(new UserId(to.get()));
    }
}
