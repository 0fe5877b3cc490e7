package dev.groundwork.persistence;

import dev.groundwork.domain.access.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first statement of every transaction: says who acts, and takes the role. All of it ends with the transaction. */
final class Attribution {
    /** Evaluated from left to right: the actor before anybody is looked up, the role last. */
    private static final String STATEMENT = """
            select
              set_config('app.actor', ?, true),
              set_config('app.current_user_id', coalesce(app.user_id_of(?::uuid)::text, ''), true),
              set_config('app.session', ?, true),
              set_config('app.address', ?, true),
              set_config('app.agent', ?, true),
              set_config('app.request_id', ?, true),
              set_config('app.reason', ?, true),
              set_config('role', ?, true),
              now()""";

    private static final int NOW = 9;

    /** What a transaction may do. */
    enum Role {
        /** Row-level security decides. */
        APP_USER,
        /** Every row, for what has been checked already. */
        APP_SERVICE;

        private String databaseName() {
            return this == APP_USER ? "app_user" : "app_service";
        }
    }

    private record Who(String kind, @Nullable String user, String session, String reason) {
        static Who of(Actor actor) {
            return switch (actor) {
                case Actor.User user ->
                    new Who("user", user.id().toString(), user.session().value(), "");
                case Actor.SystemActor system -> new Who("system", null, "", system.reason());
                case Actor.Anonymous nobody -> new Who("anonymous", null, "", "");
            };
        }
    }

    private Attribution() {}

    /** Begins a transaction for the actor; answers the moment it began. */
    static Instant begin(Connection connection, Actor actor, Role role) throws SQLException {
        Who who = Who.of(actor);
        try (PreparedStatement statement = connection.prepareStatement(STATEMENT)) {
            statement.setString(1, who.kind());
            statement.setString(2, who.user());
            statement.setString(3, who.session());
            statement.setString(4, withoutZone(actor.origin().ipAddress()));
            statement.setString(5, Objects.requireNonNullElse(actor.origin().userAgent(), ""));
            statement.setString(6, actor.origin().requestId());
            statement.setString(7, who.reason());
            statement.setString(8, role.databaseName());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(NOW, OffsetDateTime.class).toInstant();
            }
        }
    }

    /** An IPv6 address may name the network card it came by, which PostgreSQL's {@code inet} knows nothing of. */
    static String withoutZone(@Nullable String address) {
        if (address == null) {
            return "";
        }
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
