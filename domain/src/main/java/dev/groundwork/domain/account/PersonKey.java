package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import java.util.Objects;

/** What a person is named by: their id, or the name that they chose. */
public sealed interface PersonKey {

    /** By id. */
    record ById(UserId id) implements PersonKey {
        public ById {
            Objects.requireNonNull(id);
        }
    }

    /** By username, whatever its case. */
    record ByName(Username username) implements PersonKey {
        public ByName {
            Objects.requireNonNull(username);
        }
    }

    static PersonKey of(UserId id) {
        return new ById(id);
    }

    /**
     * Reads a UUID, or a username with {@code @} before it.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is neither
     */
    static PersonKey parse(String text) {
        return text.startsWith("@")
                ? new ByName(Username.parse(text.substring(1)))
                : new ById(new UserId(Input.uuid().read(text)));
    }
}
