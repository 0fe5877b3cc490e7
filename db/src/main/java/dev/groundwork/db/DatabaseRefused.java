package dev.groundwork.db;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the database, or our rules about it, refuse; the message is one sentence that tells an operator what to do. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseRefused(String sentence) {
        super(sentence);
    }

    DatabaseRefused(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** A failure in an operator's words where it is a known one, else in the server's. */
    static DatabaseRefused of(SQLException failure, String url, DatabaseLogin login) {
        String server = withoutParameters(url);
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        String sentence = switch (state) {
            case "08001", "08004", "08006" ->
                "PostgreSQL cannot be reached at " + server + "; is it running, and is the address right?";
            case "28P01", "28000" ->
                "PostgreSQL at " + server + " does not let \"" + login.user()
                        + "\" in; check the name and the password.";
            case "3D000" -> "There is no such database at " + server + "; create it, owned by the migration login.";
            default -> "PostgreSQL at " + server + " refused: " + firstLine(failure);
        };
        return new DatabaseRefused(sentence, failure);
    }

    /** Whatever stands behind the question mark may be a password. */
    private static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
