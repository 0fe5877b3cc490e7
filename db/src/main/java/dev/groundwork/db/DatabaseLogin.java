package dev.groundwork.db;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection signs in as.
 *
 * @param password null where the server asks for none
 */
public record DatabaseLogin(String user, @Nullable String password) {
    public DatabaseLogin {
        Objects.requireNonNull(user);
    }

    @Override
    public String toString() {
        return "DatabaseLogin[" + user + ", password masked]";
    }
}
