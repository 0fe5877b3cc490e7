package dev.groundwork.db;

import static dev.groundwork.db.Matrix.Command.DELETE;
import static dev.groundwork.db.Matrix.Command.INSERT;
import static dev.groundwork.db.Matrix.Command.SELECT;
import static dev.groundwork.db.Matrix.Command.UPDATE;
import static dev.groundwork.db.Persona.ADMINISTRATOR;
import static dev.groundwork.db.Persona.ANYBODY;
import static dev.groundwork.db.Persona.DELETER;
import static dev.groundwork.db.Persona.MAINTAINER;
import static dev.groundwork.db.Persona.MEMBER;
import static dev.groundwork.db.Persona.MEMBERS;
import static dev.groundwork.db.Persona.NARROWED;
import static dev.groundwork.db.Persona.NOBODY;
import static dev.groundwork.db.Persona.OWNER;
import static dev.groundwork.db.Persona.SIGNED_IN;
import static dev.groundwork.db.Persona.WIDENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.db.Matrix.Cell;
import dev.groundwork.db.Matrix.Command;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The second lock on every row, proved: every table of every schema, every command, everybody who may come, each as the real
 * role, on the newest and on the oldest server.
 */
@ParameterizedClass
@EnumSource(Postgres.class)
class PoliciesTest {
    private static final Matrix USERS = users();

    /** What {@code app_service} may do in a unit of work; without a context, nothing. */
    private static final Map<String, Set<Command>> SERVICE = service();

    private final Connection runtime;
    private final Connection superuser;

    PoliciesTest(Postgres postgres) throws SQLException {
        Postgres.Database database = postgres.shared();
        superuser = database.asSuperuser();
        runtime = database.asRuntime();
        runtime.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        runtime.close();
        superuser.close();
    }

    private static Matrix users() {
        Matrix matrix = new Matrix();
        accounts(matrix);
        access(matrix);
        credentials(matrix);
        projects(matrix);
        tasks(matrix);
        matrix.table("audit.activity_logs")
                .select("a project's", "project_id = 201", with(MEMBERS, ADMINISTRATOR))
                .select("an open project's", "project_id = 203", with(MEMBERS, ADMINISTRATOR))
                .select("a deleted project's", "project_id = 205", Set.of(OWNER, ADMINISTRATOR))
                .select(
                        "one's own account's",
                        "resource_type = 'users' and resource_id = '00000000-0000-4000-8000-000000000' || {me}",
                        SIGNED_IN)
                .select(
                        "somebody else's account's",
                        "resource_type = 'users' and resource_id = '00000000-0000-4000-8000-000000000111'",
                        Set.of(ADMINISTRATOR))
                .select("a setting's", "resource_type = 'system_settings'", Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
        matrix.table("config.system_settings")
                .select("a public one", "key = 'app.name'", ANYBODY)
                .select("another", "key = 'auth.refresh.days'", Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
        matrix.table("config.feature_flags")
                .select("any", "true", Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
        for (String table : List.of(
                "audit.seals",
                "ops.audit_horizon",
                "ops.mail_outbox",
                "ops.idempotency_keys",
                "ops.scheduled_tasks",
                "ops.sign_in_attempts",
                "ops.rate_limits",
                "ops.setup_tokens",
                "ops.encryption_keys",
                "ops.cache_invalidations",
                "ops.configuration_revisions",
                "ops.flyway_schema_history")) {
            matrix.table(table).nobody(Command.values());
        }
        return matrix;
    }

    private static void accounts(Matrix matrix) {
        matrix.table("app.users")
                .select("oneself", "id = {me}", SIGNED_IN)
                .select("somebody else", "id = 111", NOBODY)
                .cell(SELECT, "one's own password's hash", "select password_hash from app.users", NOBODY)
                .cell(SELECT, "one's own encrypted number", "select encrypted_ssn from app.users", NOBODY)
                .update("one's own name", "first_name = 'Ada'", "id = {me}", SIGNED_IN)
                .update("somebody else's name", "first_name = 'Ada'", "id = 111", NOBODY)
                .update("one's own status", "status = 'active'", "id = {me}", NOBODY)
                .update("one's own address", "email = 'x'", "id = {me}", NOBODY)
                .update("one's own proof of the address", "email_verified = true", "id = {me}", NOBODY)
                .nobody(INSERT, DELETE);
        matrix.table("app.people")
                .select("anybody's five public columns", "id = 111", ANYBODY)
                .nobody(INSERT, UPDATE, DELETE);
    }

    private static void access(Matrix matrix) {
        matrix.table("app.roles")
                .select("one's own", "name = 'user'", SIGNED_IN)
                .select("another", "name = 'auditors'", Set.of(ADMINISTRATOR))
                .select("one that ended", "name = 'admin'", Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
        matrix.table("app.permissions").select("any", "true", SIGNED_IN).nobody(INSERT, UPDATE, DELETE);
        matrix.table("app.role_permissions")
                .select("of one's own role", "role_id = (select id from app.roles where name = 'user')", SIGNED_IN)
                .select(
                        "of another role",
                        "role_id <> all (select role_id from app.user_roles where user_id = {me})",
                        Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
        matrix.table("app.user_roles")
                .select("one's own", "user_id = {me}", SIGNED_IN)
                .select("somebody else's", "user_id = 111", Set.of(ADMINISTRATOR))
                .nobody(INSERT, UPDATE, DELETE);
    }

    private static void credentials(Matrix matrix) {
        matrix.table("app.user_sessions")
                .select("one's own", "user_id = {me}", SIGNED_IN)
                .select("somebody else's", "user_id = 111", NOBODY)
                .update("the touch of one's own", "last_activity = now()", "user_id = {me} and is_active", SIGNED_IN)
                .update("to the end of one's own", "is_active = false, revoked_at = now()", "user_id = {me}", SIGNED_IN)
                .update(
                        "one's own that ended",
                        "is_active = true, revoked_at = null",
                        "session_id = 'ended-{me}'",
                        NOBODY)
                .update("the expiry of one's own", "expires_at = now()", "user_id = {me}", NOBODY)
                .update("somebody else's", "is_active = false, revoked_at = now()", "user_id = 111", NOBODY)
                .nobody(INSERT, DELETE);
        for (String table : List.of("refresh_tokens", "password_reset_tokens", "email_verification_tokens")) {
            matrix.table("app." + table).nobody(Command.values());
        }
        matrix.table("app.api_tokens")
                .select("one's own", "user_id = {me}", SIGNED_IN)
                .select("somebody else's", "user_id = 111", NOBODY)
                .cell(SELECT, "one's own hash", "select token_hash from app.api_tokens", NOBODY)
                .insert(
                        "for oneself",
                        "handle, token_hash, user_id, name, expires_at",
                        "'new', repeat('1', 64), {me}, 'new', now()",
                        SIGNED_IN)
                .insert(
                        "for somebody else",
                        "handle, token_hash, user_id, name, expires_at",
                        "'new', repeat('1', 64), 111, 'new', now()",
                        NOBODY)
                .update("to the end of one's own", "revoked_at = now()", "user_id = {me}", SIGNED_IN)
                .update("to the end of somebody else's", "revoked_at = now()", "user_id = 111", NOBODY)
                .update("the reach of one's own", "projects = 'write'", "user_id = {me}", NOBODY)
                .nobody(DELETE);
    }

    private static void projects(Matrix matrix) {
        Set<Persona> updating = Set.of(MAINTAINER, NARROWED, OWNER);
        Set<Persona> managing = Set.of(MAINTAINER, OWNER, WIDENED);
        matrix.table("app.projects")
                .select("a private one", "id = 201", with(MEMBERS, ADMINISTRATOR))
                .select("an internal one", "id = 202", SIGNED_IN)
                .select("a public one", "id = 203", ANYBODY)
                .select("an archived one", "id = 204", with(MEMBERS, ADMINISTRATOR))
                .select("a deleted one", "id = 205", Set.of(OWNER, ADMINISTRATOR))
                .insert("of one's own", "name, owner_id", "'new', {me}", SIGNED_IN)
                .insert("of somebody else's", "name, owner_id", "'new', 111", NOBODY)
                .update("a private one", "description = 'x'", "id = 201", updating)
                .update("a public one", "description = 'x'", "id = 203", updating)
                .update("one into the archive", "status = 'archived'", "id = 201", with(updating, ADMINISTRATOR))
                .update("one out of the archive", "status = 'active'", "id = 204", with(updating, ADMINISTRATOR))
                .update("an archived one", "description = 'x'", "id = 204", NOBODY)
                .update("an archived one on its way out", "status = 'active', name = 'x'", "id = 204", NOBODY)
                .update("a deleted one", "description = 'x'", "id = 205", NOBODY)
                .update("a deleted one to archived", "status = 'archived'", "id = 205", NOBODY)
                .update("one to deleted", "status = 'deleted'", "id = 201", Set.of(OWNER, DELETER, ADMINISTRATOR))
                .update("a deleted one back", "status = 'active'", "id = 205", Set.of(OWNER, ADMINISTRATOR))
                .update("the owner", "owner_id = {me}", "id = 201", NOBODY)
                .nobody(DELETE);
        matrix.table("app.project_members")
                .select("of a private one", "project_id = 201 and user_id = 111", with(MEMBERS, ADMINISTRATOR))
                .select("of a public one", "project_id = 203 and user_id = 111", with(MEMBERS, ADMINISTRATOR))
                .select("of a deleted one", "project_id = 205 and user_id = 111", Set.of(OWNER, ADMINISTRATOR))
                .select("oneself", "project_id = 201 and user_id = {me}", MEMBERS)
                .insert("a viewer", "project_id, user_id, role", "201, 112, 'viewer'", managing)
                .insert(
                        "a maintainer",
                        "project_id, user_id, role",
                        "201, 112, 'maintainer'",
                        Set.of(MAINTAINER, OWNER))
                .insert(
                        "a viewer with a right that only the owner has",
                        "project_id, user_id, role, permissions",
                        "201, 112, 'viewer', '{\"project:delete\": true}'",
                        Set.of(OWNER))
                .insert("a second owner", "project_id, user_id, role", "201, 112, 'owner'", NOBODY)
                .insert("oneself", "project_id, user_id, role", "203, {me}, 'viewer'", managing)
                .insert("a viewer of an archived one", "project_id, user_id, role", "204, 112, 'viewer'", NOBODY)
                .update("another's role", "role = 'viewer'", "project_id = 201 and user_id = 111", managing)
                .update(
                        "another to maintainer",
                        "role = 'maintainer'",
                        "project_id = 201 and user_id = 111",
                        Set.of(MAINTAINER, OWNER))
                .update("another to owner", "role = 'owner'", "project_id = 201 and user_id = 111", NOBODY)
                .update("the owner's role", "role = 'viewer'", "project_id = 201 and role = 'owner'", NOBODY)
                .update("whose it is", "user_id = 112", "project_id = 201 and user_id = 111", NOBODY)
                .delete("another", "project_id = 201 and user_id = 111", managing)
                .delete("oneself", "project_id = 201 and user_id = {me}", without(MEMBERS, OWNER))
                .delete("oneself from an archived one", "project_id = 204 and user_id = {me}", without(MEMBERS, OWNER))
                .delete("oneself from a deleted one", "project_id = 205 and user_id = {me}", NOBODY)
                .delete("another from an archived one", "project_id = 204 and user_id = 111", NOBODY);
    }

    private static void tasks(Matrix matrix) {
        Set<Persona> creating = Set.of(MEMBER, MAINTAINER, OWNER, WIDENED, DELETER);
        Set<Persona> changing = Set.of(MEMBER, MAINTAINER, OWNER, NARROWED, DELETER);
        matrix.table("app.tasks")
                .select("of a private project", "project_id = 201", with(MEMBERS, ADMINISTRATOR))
                .select("of an internal project", "project_id = 202", SIGNED_IN)
                .select("of a public project", "project_id = 203", ANYBODY)
                .select("of an archived project", "project_id = 204", with(MEMBERS, ADMINISTRATOR))
                .select("of a deleted project", "project_id = 205", Set.of(OWNER, ADMINISTRATOR))
                .insert("of a private project", "project_id, title, creator_id", "201, 'x', {me}", creating)
                .insert("of a public project", "project_id, title, creator_id", "203, 'x', {me}", creating)
                .insert("of an archived project", "project_id, title, creator_id", "204, 'x', {me}", NOBODY)
                .insert("of a deleted project", "project_id, title, creator_id", "205, 'x', {me}", NOBODY)
                .insert("by another", "project_id, title, creator_id", "201, 'x', 111", NOBODY)
                .update("of a private project", "title = 'x'", "id = 301", changing)
                .update("of a public project", "title = 'x'", "id = 303", changing)
                .update("of an archived project", "title = 'x'", "id = 304", NOBODY)
                .update("to another project", "project_id = 203", "id = 301", NOBODY)
                .update("who made it", "creator_id = {me}", "id = 301", NOBODY)
                .delete("of a private project", "id = 301", changing)
                .delete("of a public project", "id = 303", changing)
                .delete("of an archived project", "id = 304", NOBODY);
    }

    private static Map<String, Set<Command>> service() {
        Map<String, Set<Command>> commands = new TreeMap<>();
        for (String table : List.of("app.users", "app.projects")) {
            commands.put(table, EnumSet.of(SELECT, INSERT, UPDATE));
        }
        for (String table : List.of(
                "app.roles",
                "app.permissions",
                "app.user_roles",
                "app.user_sessions",
                "app.refresh_tokens",
                "app.password_reset_tokens",
                "app.email_verification_tokens",
                "app.api_tokens",
                "app.project_members",
                "app.tasks",
                "config.system_settings",
                "config.feature_flags",
                "ops.mail_outbox",
                "ops.idempotency_keys",
                "ops.sign_in_attempts",
                "ops.rate_limits",
                "ops.setup_tokens",
                "ops.encryption_keys",
                "ops.cache_invalidations")) {
            commands.put(table, EnumSet.allOf(Command.class));
        }
        commands.put("app.role_permissions", EnumSet.of(SELECT, INSERT, DELETE));
        commands.put("ops.configuration_revisions", EnumSet.of(SELECT, UPDATE));
        commands.put("app.people", EnumSet.of(SELECT));
        commands.put("audit.activity_logs", EnumSet.of(SELECT));
        commands.put("audit.seals", EnumSet.of(SELECT, INSERT));
        commands.put("ops.audit_horizon", EnumSet.of(SELECT, UPDATE));
        return commands;
    }

    /** Tables of no people, which {@code app_service} reaches without a context. */
    private static final Map<String, Set<Command>> WITHOUT_CONTEXT = Map.of(
            "ops.scheduled_tasks", EnumSet.allOf(Command.class), "ops.flyway_schema_history", EnumSet.of(SELECT));

    @TestFactory
    Stream<DynamicTest> everybodyReachesTheirRowsAndNoOthers() {
        return USERS.cells().stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.toString(), () -> assertThat(whoReaches(cell)).isEqualTo(cell.whose())));
    }

    @TestFactory
    Stream<DynamicTest> theServiceReachesEveryRowItNeedsAndOnlyInAUnitOfWork() throws SQLException {
        return tables(superuser).stream()
                .map(table -> DynamicTest.dynamicTest(table, () -> {
                    Set<Command> free = WITHOUT_CONTEXT.getOrDefault(table, Set.of());
                    assertThat(serviceReaches(table, false))
                            .as("without a context")
                            .isEqualTo(free);
                    assertThat(serviceReaches(table, true))
                            .as("with a context")
                            .isEqualTo(SERVICE.getOrDefault(table, free));
                }));
    }

    @Test
    void everyCommandOfEveryTableIsDeclared() throws SQLException {
        assertThat(undeclared(superuser)).isEmpty();
    }

    @Test
    void aTableThatNobodyDeclaredIsFound() throws SQLException {
        superuser.setAutoCommit(false);
        try {
            Sql.run(superuser, "create table app.planted (id bigint)");
            assertThat(undeclared(superuser)).containsExactly(Map.entry("app.planted", EnumSet.allOf(Command.class)));
        } finally {
            superuser.rollback();
            superuser.setAutoCommit(true);
        }
    }

    @Test
    void noPartitionOfTheLogIsAWayAroundIt() throws SQLException {
        for (String partition : Sql.list(
                superuser,
                "select inhrelid::regclass::text from pg_inherits where inhparent = 'audit.activity_logs'::regclass")) {
            for (String role : List.of("app_user", "app_service")) {
                Sql.begin(runtime, "system", null, "test", role);
                for (String statement : List.of(
                        "select from " + partition,
                        "insert into " + partition + " (actor, action) values ('anonymous', 'x')",
                        "update " + partition + " set action = 'x'",
                        "delete from " + partition,
                        "truncate " + partition)) {
                    assertThat(Sql.reaches(runtime, statement))
                            .as(role + ": " + statement)
                            .isFalse();
                }
                runtime.rollback();
            }
        }
    }

    @Test
    void theRuntimeLoginReachesNothingBeforeItTakesARole() throws SQLException {
        for (String table : tables(superuser)) {
            assertThat(Sql.reaches(runtime, "select from " + table)).as(table).isFalse();
        }
        runtime.rollback();
    }

    @Test
    void nothingOfAUnitIsLeftToTheNextOnTheSameConnection() throws SQLException {
        Persona.OWNER.begin(runtime);
        assertThat(Sql.reaches(runtime, "select from app.projects")).isTrue();
        runtime.commit();
        assertThat(Sql.reaches(runtime, "select from app.projects")).isFalse();
        Sql.run(runtime, "set local role app_user");
        assertThat(Sql.reaches(runtime, "select from app.projects")).isFalse();
        runtime.rollback();
    }

    @Test
    void onlyWhoeverAdministersProjectsEntersThatTheyDid() throws SQLException {
        for (Persona persona : Persona.values()) {
            persona.begin(runtime);
            for (String project : List.of("null", "'" + Persona.OWNER.uuid() + "'")) {
                assertThat(Sql.ask(runtime, "select audit.record_administration(" + project + ", 'read')"))
                        .as(persona.name())
                        .isEqualTo(persona == ADMINISTRATOR ? "t" : "f");
            }
            runtime.rollback();
        }
        Sql.beginAsSystem(runtime, "test");
        assertThat(Sql.ask(runtime, "select audit.record_administration(null, 'list')"))
                .isEqualTo("t");
        runtime.rollback();
    }

    @Test
    void aSuspendedUserCountsAsNobodyFromTheNextUnitOn() throws SQLException {
        Persona.SUSPENDED.begin(runtime);
        assertThat(Sql.ask(runtime, "select app.current_user_id()")).isNull();
        runtime.rollback();
    }

    private static Map<String, Set<Command>> undeclared(Connection connection) throws SQLException {
        Map<String, Set<Command>> undeclared = new TreeMap<>();
        for (String table : tables(connection)) {
            Set<Command> left = USERS.undeclared(table);
            if (!left.isEmpty()) {
                undeclared.put(table, left);
            }
        }
        return undeclared;
    }

    /** Tables, views and partitioned tables; partitions are reached through theirs. */
    private static List<String> tables(Connection connection) throws SQLException {
        return Sql.list(connection, """
                select c.oid::regclass from pg_class c
                where c.relnamespace in ('app'::regnamespace, 'audit'::regnamespace, 'config'::regnamespace, 'ops'::regnamespace)
                  and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
                order by 1""");
    }

    private Set<Persona> whoReaches(Cell cell) throws SQLException {
        Set<Persona> reaching = EnumSet.noneOf(Persona.class);
        for (Persona persona : Persona.values()) {
            persona.begin(runtime);
            if (Sql.reaches(runtime, completed(cell.sqlFor(persona), cell.table()))) {
                reaching.add(persona);
            }
            runtime.rollback();
        }
        return reaching;
    }

    private Set<Command> serviceReaches(String table, boolean context) throws SQLException {
        Set<Command> reached = EnumSet.noneOf(Command.class);
        for (Command command : Command.values()) {
            if (context) {
                Sql.beginAsSystem(runtime, "test");
            } else {
                Sql.run(runtime, "set local role app_service");
            }
            if (Sql.reaches(runtime, anyRow(table, command))) {
                reached.add(command);
            }
            runtime.rollback();
        }
        return reached;
    }

    private String anyRow(String table, Command command) throws SQLException {
        return switch (command) {
            case SELECT -> "select from " + table;
            case INSERT -> copyOfARow(table);
            case UPDATE -> completed("update " + table + " set {column} = {column}", table);
            case DELETE -> "delete from " + table;
        };
    }

    /** Adds a row that is there already, so that what the policies let through ends at a constraint. */
    private String copyOfARow(String table) throws SQLException {
        String columns = Sql.ask(superuser, """
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attgenerated = ''""".formatted(table));
        String row = Sql.ask(superuser, "select quote_literal(to_jsonb(t)) from " + table + " t limit 1");
        return "insert into %1$s (%2$s) overriding system value select %2$s from jsonb_populate_record(null::%1$s, %3$s)"
                .formatted(table, columns, row);
    }

    private String completed(String sql, String table) throws SQLException {
        String column = Sql.ask(superuser, """
                select quote_ident(attname) from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
                  and attname <> 'id'
                order by attnum limit 1""".formatted(table));
        return sql.replace("{column}", String.valueOf(column));
    }

    private static Set<Persona> with(Set<Persona> personas, Persona other) {
        Set<Persona> all = EnumSet.copyOf(personas);
        all.add(other);
        return all;
    }

    private static Set<Persona> without(Set<Persona> personas, Persona other) {
        Set<Persona> rest = EnumSet.copyOf(personas);
        rest.remove(other);
        return rest;
    }
}
