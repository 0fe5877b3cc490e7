package dev.groundwork.persistence;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failed statement means for the unit that sent it. */
enum Fault {
    /** Another unit was quicker; the same unit may run again. */
    OVERTAKEN,
    /** The connection died, and its transaction with it. */
    DISCONNECTED,
    /** PostgreSQL can't do it at the moment. */
    UNAVAILABLE,
    /** A mistake of ours. */
    MISTAKE;

    /** What the driver says where a commit was asked for and a roll-back answered. */
    private static final String SILENT_ROLLBACK = "25P02";

    static Fault of(SQLException e) {
        @Nullable String state = e.getSQLState();
        if (state == null || state.length() != 5) {
            return MISTAKE;
        }
        if (hasCause(e, SocketTimeoutException.class)) {
            // It took seconds already; nobody waits for that a second time.
            return UNAVAILABLE;
        }
        return switch (state) {
            // serialization failure, deadlock
            case "40001", "40P01" -> OVERTAKEN;
            // shut down by an administrator, after a crash, starting up; idle for too long inside a transaction or
            // without
            case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04" -> DISCONNECTED;
            // statement and lock timeouts, a primary that has become read-only
            case "57014", "55P03", "25006" -> UNAVAILABLE;
            default ->
                switch (state.substring(0, 2)) {
                    // the connection
                    case "08" -> DISCONNECTED;
                    // out of disk, memory or connections; a broken disk
                    case "53", "58" -> UNAVAILABLE;
                    default -> MISTAKE;
                };
        };
    }

    /**
     * Whether a commit that failed like this is known to have changed nothing: PostgreSQL itself refused it. A session that was
     * ended may have committed already (a standby had not confirmed it yet), and a lost connection tells nothing.
     */
    static boolean rolledBack(SQLException e) {
        @Nullable String state = e.getSQLState();
        if (state == null || !(e instanceof PSQLException own)) {
            return false;
        }
        if (state.equals(SILENT_ROLLBACK) || state.equals("57014")) {
            return true;
        }
        return own.getServerErrorMessage() != null
                && switch (state.substring(0, 2)) {
                    case "08", "53", "57", "58", "XX" -> false;
                    default -> true;
                };
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
