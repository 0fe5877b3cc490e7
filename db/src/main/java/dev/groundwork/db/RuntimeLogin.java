package dev.groundwork.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The login that the server works with: it owns nothing, no policy lets it pass, and it can become {@code app_user} and
 * {@code app_service} but has none of their rights before it does, so that a statement outside of a unit of work sees nothing.
 */
public final class RuntimeLogin {
    private static final int INHERIT_OPTION_SINCE = 160000;

    private RuntimeLogin() {}

    /**
     * Refuses a login that row-level security would not bind, or that has rights of its own.
     *
     * @param connection of the login itself, before any SET ROLE
     * @throws DatabaseRefused with what is wrong and how to put it right
     */
    public static void check(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            String login = requireBound(statement);
            requireNoOwner(statement, login);
            String canBecome = serverVersion(statement) < INHERIT_OPTION_SINCE ? "MEMBER" : "SET";
            for (String role : new String[] {"app_user", "app_service"}) {
                requireRole(statement, login, role, canBecome);
            }
            requireWayIn(statement, login);
        } catch (SQLException e) {
            throw new DatabaseRefused("The runtime login cannot be checked: " + DatabaseRefused.firstLine(e), e);
        }
    }

    /** As the owner: makes an existing login what {@link #check} asks for. */
    static void grant(Connection owner, String login) throws SQLException {
        String name = quoted(owner, login);
        try (Statement statement = owner.createStatement()) {
            requireGrantable(owner, login);
            if (serverVersion(statement) >= INHERIT_OPTION_SINCE) {
                grantWithoutInheritance(owner, login, name);
            } else {
                grantToNonInheriting(owner, login, name);
            }
            // Asked before a role is taken: who the user is.
            statement.execute("grant usage on schema app to " + name);
            statement.execute("grant execute on function app.user_id_of(uuid) to " + name);
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                throw new DatabaseRefused(
                        "The migration login may not grant app_user and app_service to \"" + login
                                + "\"; let a superuser run db/roles.sql once.",
                        e);
            }
            throw e;
        }
    }

    private static void grantWithoutInheritance(Connection owner, String login, String name) throws SQLException {
        for (String role : new String[] {"app_user", "app_service"}) {
            String granted = """
                    select from pg_catalog.pg_auth_members
                    where roleid = ?::regrole and member = (select oid from pg_catalog.pg_roles where rolname = ?)
                      and set_option and not inherit_option""";
            if (!any(owner, granted, role, login)) {
                Migrations.execute(owner, "grant " + role + " to " + name + " with inherit false, set true");
            }
        }
    }

    private static void grantToNonInheriting(Connection owner, String login, String name) throws SQLException {
        if (any(owner, "select from pg_catalog.pg_roles where rolname = ? and rolinherit", login)) {
            Migrations.execute(owner, "alter role " + name + " noinherit");
        }
        for (String role : new String[] {"app_user", "app_service"}) {
            String granted = """
                    select from pg_catalog.pg_auth_members
                    where roleid = ?::regrole and member = (select oid from pg_catalog.pg_roles where rolname = ?)""";
            if (!any(owner, granted, role, login)) {
                Migrations.execute(owner, "grant " + role + " to " + name);
            }
        }
    }

    private static void requireGrantable(Connection owner, String login) throws SQLException {
        if (!any(owner, "select from pg_catalog.pg_roles where rolname = ? and rolcanlogin", login)) {
            throw new DatabaseRefused(
                    "There is no login \"" + login
                            + "\" for the server to work with; create it (db/roles.sql does), or set GROUNDWORK_DATABASE_USER.");
        }
        if (any(owner, "select from pg_catalog.pg_roles where rolname = ? and rolname = current_user", login)) {
            throw new DatabaseRefused("The runtime login \"" + login
                    + "\" is the migration login, whose tables row-level security could not protect from it; set"
                    + " GROUNDWORK_DATABASE_USER to another login (db/roles.sql makes one).");
        }
    }

    private static String requireBound(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select session_user,
                  coalesce(bool_or(rolsuper), false), coalesce(bool_or(rolbypassrls), false)
                from pg_catalog.pg_roles
                where rolname in (session_user, 'app_user', 'app_service')
                  or pg_has_role(session_user, oid, 'MEMBER')""")) {
            row.next();
            String login = row.getString(1);
            if (row.getBoolean(2) || row.getBoolean(3)) {
                throw new DatabaseRefused("The runtime login \"" + login + "\" is, or can become, a "
                        + (row.getBoolean(2) ? "superuser" : "role with BYPASSRLS")
                        + ", whom row-level security does not bind; set GROUNDWORK_DATABASE_USER to a plain login"
                        + " (db/roles.sql makes one).");
            }
            return login;
        }
    }

    private static void requireNoOwner(Statement statement, String login) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select c.oid::regclass::text
                from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('app', 'audit', 'config', 'ops') and pg_has_role(session_user, c.relowner, 'MEMBER')
                limit 1""")) {
            if (row.next()) {
                throw new DatabaseRefused("The runtime login \"" + login + "\" owns, or can become the owner of, "
                        + row.getString(1) + "; set GROUNDWORK_DATABASE_USER to a login that owns nothing"
                        + " (db/roles.sql makes one).");
            }
        }
    }

    private static void requireRole(Statement statement, String login, String role, String canBecome)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_has_role(session_user, oid, '" + canBecome + "'),"
                + " pg_has_role(session_user, oid, 'USAGE') from pg_catalog.pg_roles where rolname = '" + role + "'")) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new DatabaseRefused("The runtime login \"" + login + "\" cannot become " + role
                        + "; run ./groundwork migrate up with it as GROUNDWORK_DATABASE_USER.");
            }
            if (row.getBoolean(2)) {
                throw new DatabaseRefused("The runtime login \"" + login + "\" inherits the rights of " + role
                        + ", so that a statement without a context would have them; run ./groundwork migrate up with it"
                        + " as GROUNDWORK_DATABASE_USER, or let a superuser run db/roles.sql.");
            }
        }
    }

    private static void requireWayIn(Statement statement, String login) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select bool_and(has_schema_privilege(n.oid, 'USAGE') and has_function_privilege(p.oid, 'EXECUTE'))
                from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                where n.nspname = 'app' and p.proname = 'user_id_of'""")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new DatabaseRefused("The runtime login \"" + login
                        + "\" may not ask who a user is; run ./groundwork migrate up with it as"
                        + " GROUNDWORK_DATABASE_USER.");
            }
        }
    }

    private static boolean any(Connection connection, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static int serverVersion(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select current_setting('server_version_num')::int")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** By the catalogue alone, since a login without rights may not even name a schema. */
    static boolean tableExists(Connection connection, String schema, String table) throws SQLException {
        return any(
                connection,
                "select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = ? and c.relname = ?",
                schema,
                table);
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.enquoteIdentifier(name, true);
        }
    }
}
