package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Each test in a transaction that is rolled back, so that the log begins where the test does. */
@ParameterizedClass
@EnumSource(Postgres.class)
class AuditTest {
    private static final String OWNER = "00000000-0000-4000-8000-000000000105";

    private final Connection runtime;
    private final Connection superuser;

    AuditTest(Postgres postgres) throws SQLException {
        runtime = postgres.shared().asRuntime();
        superuser = postgres.shared().asSuperuser();
    }

    @BeforeEach
    void begin() throws SQLException {
        runtime.setAutoCommit(false);
        superuser.setAutoCommit(false);
    }

    @AfterEach
    void rollback() throws SQLException {
        runtime.close();
        superuser.close();
    }

    @Test
    void namesThePersonWhoActedAndWhereFrom() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        Sql.run(runtime, "update app.tasks set title = 'changed' where id = 301");
        assertThat(entry(runtime, "user_id, actor, ip_address, user_agent, session_id, request_id"))
                .isEqualTo("(105,user,192.0.2.7,agent,handle,request)");
    }

    @Test
    void namesTheReasonOfTheSystem() throws SQLException {
        Sql.beginAsSystem(runtime, "import");
        Sql.run(runtime, "update app.tasks set title = 'changed' where id = 301");
        assertThat(entry(runtime, "user_id, actor, reason")).isEqualTo("(,system:import,import)");
    }

    @Test
    void namesTheDatabaseRoleWhereNobodySaidWhoActs() throws SQLException {
        Sql.run(superuser, "update app.tasks set title = 'changed' where id = 301");
        assertThat(entry(superuser, "user_id, actor")).isEqualTo("(,system:postgres)");
    }

    @Test
    void namesTheDatabaseRoleWhereTheUserIsNotActive() throws SQLException {
        Sql.begin(runtime, "user", Persona.SUSPENDED.uuid(), "", "app_service");
        Sql.run(runtime, "update app.tasks set title = 'changed' where id = 301");
        assertThat(entry(runtime, "user_id, actor")).isEqualTo("(,system:app_service)");
    }

    @Test
    void recordsWhatTheServiceDoesForAUserAsTheUsers() throws SQLException {
        Sql.begin(runtime, "user", OWNER, "", "app_service");
        Sql.run(runtime, "update app.users set status = 'suspended' where id = 111");
        assertThat(entry(runtime, "user_id, actor, new_values"))
                .isEqualTo("(105,user,\"{\"\"status\"\": \"\"suspended\"\"}\")");
    }

    @Test
    void anUpdateRecordsOnlyWhatChanged() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        Sql.run(runtime, "update app.tasks set title = 'changed', status = status, priority = 'high' where id = 301");
        assertThat(entry(runtime, "action, old_values::text, new_values::text"))
                .isEqualTo("(UPDATE,\"{\"\"title\"\": \"\"of active private\"\", \"\"priority\"\": \"\"medium\"\"}\","
                        + "\"{\"\"title\"\": \"\"changed\"\", \"\"priority\"\": \"\"high\"\"}\")");
    }

    @Test
    void anInsertRecordsTheNewRowAndADeleteTheOld() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        Sql.run(runtime, "insert into config.feature_flags (name) values ('planted')");
        assertThat(entry(runtime, "action, resource_id, old_values is null, new_values ->> 'enabled'"))
                .isEqualTo("(INSERT,planted,t,false)");
        Sql.run(runtime, "delete from config.feature_flags where name = 'planted'");
        assertThat(entry(runtime, "action, resource_id, old_values ->> 'enabled', new_values is null"))
                .isEqualTo("(DELETE,planted,false,t)");
    }

    @Test
    void nothingIsRecordedOrRaisedWhereNothingChanged() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        String before = Sql.ask(runtime, "select (version, updated_at) from app.tasks where id = 301");
        Sql.run(runtime, "update app.tasks set title = title, labels = labels where id = 301");
        assertThat(entries(runtime)).isZero();
        assertThat(Sql.ask(runtime, "select (version, updated_at) from app.tasks where id = 301"))
                .isEqualTo(before);
    }

    @Test
    void activityIsNoChange() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        String versions = """
                select (select sum(version) from app.users) + (select sum(version) from app.user_sessions)
                  + (select sum(version) from app.api_tokens)""";
        String before = Sql.ask(runtime, versions);
        Sql.run(runtime, "update app.users set last_login_at = now()");
        Sql.run(runtime, "update app.user_sessions set last_activity = now()");
        Sql.run(runtime, "update app.api_tokens set last_used_at = now()");
        assertThat(entries(runtime)).isZero();
        assertThat(Sql.ask(runtime, versions)).isEqualTo(before);
    }

    @Test
    void aChangeRaisesTheVersionByOneAtTheInstantThatIsRecorded() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        Sql.run(runtime, "update app.tasks set title = 'changed' where id = 301");
        assertThat(Sql.ask(runtime, "select version from app.tasks where id = 301"))
                .isEqualTo("2");
        assertThat(entry(runtime, "created_at"))
                .isEqualTo(Sql.ask(runtime, "select row(updated_at) from app.tasks where id = 301"));
    }

    @Test
    void aRowThatComesBackGoesOnFromItsLastVersionAndIsAsOldAsItWas() throws SQLException {
        Sql.begin(runtime, "user", OWNER, "", "app_service");
        Sql.run(runtime, """
                insert into app.tasks (uuid, project_id, title, creator_id, created_at, updated_at, version)
                values ('00000000-0000-4000-8000-000000000999', 201, 'back', 105, 'epoch', now() + interval '1 hour', 7)""");
        assertThat(Sql.ask(
                        runtime,
                        "select (version, created_at = 'epoch', updated_at = now() + interval '1 hour 1 microsecond')"
                                + " from app.tasks where title = 'back'"))
                .isEqualTo("(7,t,t)");
        assertThat(entry(runtime, "action, created_at = now() + interval '1 hour 1 microsecond'"))
                .isEqualTo("(INSERT,t)");
    }

    @Test
    void nobodySignedInSaysHowOldARowIsOrWhichVersion() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        for (String column : List.of("created_at", "updated_at", "version")) {
            String value = column.equals("version") ? "7" : "'epoch'";
            assertThat(Sql.reaches(
                            runtime,
                            "insert into app.tasks (project_id, title, creator_id, " + column
                                    + ") values (201, 'old', 105, " + value + ")"))
                    .as(column)
                    .isFalse();
        }
    }

    @Test
    void stampsAreNobodysToWrite() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        Sql.run(
                runtime,
                "update app.users set created_at = 'epoch', updated_at = 'epoch', version = 99, first_name = 'Ada' where id = 111");
        assertThat(Sql.ask(
                        runtime,
                        "select (version, created_at > 'epoch', updated_at > 'epoch') from app.users where id = 111"))
                .isEqualTo("(2,t,t)");
    }

    @Test
    void aDeletionIsRecordedAfterTheLastChangeThoughTheClockStepsBack() throws SQLException {
        Sql.run(superuser, "set local session_replication_role = replica");
        Sql.run(superuser, "update app.tasks set updated_at = now() + interval '1 hour' where id = 301");
        Sql.run(superuser, "set local session_replication_role = origin");
        Sql.run(superuser, "delete from app.tasks where id = 301");
        assertThat(entry(superuser, "created_at > now() + interval '1 hour'")).isEqualTo("(t)");
    }

    @Test
    void aKeyOfTwoColumnsIsOneReadableId() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        Sql.run(runtime, """
                insert into app.user_roles (user_id, role_id) select 111, id from app.roles where name = 'auditors'""");
        assertThat(entry(runtime, "resource_type, resource_id, new_values ->> 'user_id'"))
                .isEqualTo(
                        "(user_roles,00000000-0000-4000-8000-000000000111:auditors,00000000-0000-4000-8000-000000000111)");
        Sql.run(runtime, "delete from app.project_members where project_id = 201 and user_id = 111");
        assertThat(entry(runtime, "resource_type, resource_id"))
                .isEqualTo("(project_members," + Sql.ask(runtime, "select uuid from app.projects where id = 201")
                        + ":00000000-0000-4000-8000-000000000111)");
    }

    @Test
    void everyTableOfTheSeedCanBeWrittenChangedAndDeletedUnderTheTrigger() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        for (String table : List.of("app.user_roles", "app.role_permissions", "config.system_settings")) {
            Sql.run(runtime, "delete from " + table);
        }
        assertThat(Sql.list(
                        runtime,
                        "select distinct resource_type from audit.activity_logs where created_at >= now() order by 1"))
                .containsExactly("role_permissions", "system_settings", "user_roles");
    }

    @Test
    void emptyingATableLeavesARow() throws SQLException {
        Sql.run(superuser, "truncate app.tasks");
        assertThat(entry(superuser, "actor, action, resource_type, resource_id, old_values"))
                .isEqualTo("(system:postgres,TRUNCATE,tasks,,)");
    }

    @Test
    void whoLeavesIsUnassignedAndThatIsRecorded() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        Sql.run(runtime, "update app.tasks set assignee_id = 111 where id = 301");
        Sql.run(runtime, "delete from app.project_members where project_id = 201 and user_id = 111");
        assertThat(Sql.ask(runtime, """
                select (user_id, old_values ->> 'assignee_id', new_values -> 'assignee_id') from audit.activity_logs
                where resource_type = 'tasks' and action = 'UPDATE' order by id desc limit 1""")).isEqualTo("(105,00000000-0000-4000-8000-000000000111,null)");
    }

    @Test
    void aRolesPermissionsRaiseItsVersionAndAreRecordedOnce() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        Sql.run(runtime, """
                insert into app.role_permissions (role_id, permission_id)
                select r.id, p.id from app.roles r, app.permissions p where r.name = 'auditors' and p.name = 'audit:read'""");
        assertThat(entries(runtime)).isEqualTo(1);
        assertThat(Sql.ask(runtime, "select version from app.roles where name = 'auditors'"))
                .isEqualTo("3");
    }

    @Test
    void aPermissionMadeLaterIsTheAdministratorsToo() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        Sql.run(runtime, "insert into app.permissions (name, resource, action) values ('a:b', 'a', 'b')");
        assertThat(entry(runtime, "action, resource_id")).isEqualTo("(INSERT,admin:a:b)");
    }

    @Test
    void anEventIsRecordedWithItsDetails() throws SQLException {
        Sql.beginAsSystem(runtime, "sign-in");
        Sql.run(runtime, "select audit.record_event('auth.login_failed', 'users', 'x', '{\"login\": \"ada\"}')");
        assertThat(entry(runtime, "actor, action, resource_type, resource_id, new_values ->> 'login'"))
                .isEqualTo("(system:sign-in,auth.login_failed,users,x,ada)");
    }

    @Test
    void aDenialIsRecordedByTheServiceInTheNameOfWhoeverWasDenied() throws SQLException {
        Sql.begin(runtime, "user", OWNER, "", "app_service");
        Sql.run(runtime, "select audit.record_event('access.denied', 'projects', 'x', null)");
        assertThat(entry(runtime, "user_id, actor, action")).isEqualTo("(105,user,access.denied)");
    }

    @Test
    void noEventPassesForAChangeOfARow() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        assertThatThrownBy(() -> Sql.run(runtime, "select audit.record_event('UPDATE', 'users', 'x', null)"))
                .hasMessageContaining("Only the triggers record UPDATE");
    }

    @Test
    void nobodySignedInWritesEventsByThemselves() throws SQLException {
        Sql.beginAs(runtime, OWNER);
        assertThat(Sql.reaches(runtime, "select audit.record_event('auth.login', 'users', 'x', null)"))
                .isFalse();
    }

    @Test
    void nobodyChangesOrEmptiesTheLogWhateverTheirRights() throws SQLException {
        for (String role : List.of("app_user", "app_service", "groundwork_owner", "postgres")) {
            Sql.run(superuser, "set local role " + role);
            Sql.run(
                    superuser,
                    "select set_config('app.actor', 'system', true), set_config('app.reason', 'test', true)");
            for (String statement : List.of(
                    "update audit.activity_logs set action = 'x'",
                    "delete from audit.activity_logs",
                    "truncate audit.activity_logs",
                    "delete from audit.activity_logs_default",
                    "truncate audit.activity_logs_default")) {
                assertThatThrownBy(() -> {
                            Savepoint before = superuser.setSavepoint();
                            try {
                                Sql.run(superuser, statement);
                            } finally {
                                superuser.rollback(before);
                            }
                        })
                        .as(role + ": " + statement)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void nobodyButTheTriggersWritesTheLog() throws SQLException {
        for (String role : List.of("app_user", "app_service")) {
            Sql.begin(runtime, "system", null, "test", role);
            assertThat(Sql.reaches(
                            runtime, "insert into audit.activity_logs (actor, action) values ('anonymous', 'x')"))
                    .as(role)
                    .isFalse();
        }
    }

    @Test
    void noSecretIsInTheLogInAnyEncoding() throws SQLException, IOException {
        List<String> secrets = List.of(
                "$argon2id$planted-password-hash",
                "planted-sealed-number",
                "f".repeat(63) + "1",
                "f".repeat(63) + "2",
                "f".repeat(63) + "3",
                "f".repeat(63) + "4",
                "planted-key-id");
        plant(secrets);
        String log = copy("select * from audit.activity_logs");
        assertThat(log).contains("[secret]");
        for (String secret : secrets) {
            encodings(secret)
                    .forEach(encoded -> assertThat(log.toLowerCase(Locale.ROOT))
                            .as(encoded)
                            .doesNotContain(encoded.toLowerCase(Locale.ROOT)));
        }
    }

    @Test
    void aCredentialInClearIsNotStored() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        assertThatThrownBy(() -> Sql.run(runtime, """
                insert into app.password_reset_tokens (token_hash, user_id, expires_at) values ('in clear', 111, now())""")).hasMessageContaining("password_reset_tokens_token_hash_check");
    }

    private void plant(List<String> secrets) throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        String sealed = "convert_to('" + secrets.get(1) + "', 'UTF8')";
        Sql.run(
                runtime,
                "update app.users set password_hash = '" + secrets.get(0) + "', password_changed_at = now(),"
                        + " encrypted_ssn = " + sealed + ", encrypted_ssn_key_id = '" + secrets.get(6)
                        + "' where id = 111");
        Sql.run(
                runtime,
                "update app.users set password_hash = null, encrypted_ssn = null, encrypted_ssn_key_id = null where id = 111");
        Sql.run(runtime, "update app.refresh_tokens set token_hash = '" + secrets.get(2) + "' where user_id = 111");
        Sql.run(
                runtime,
                "update app.password_reset_tokens set token_hash = '" + secrets.get(3) + "' where user_id = 111");
        Sql.run(
                runtime,
                "update app.email_verification_tokens set token_hash = '" + secrets.get(4) + "' where user_id = 111");
        Sql.run(runtime, "update app.api_tokens set token_hash = '" + secrets.get(5) + "' where user_id = 111");
        for (String table :
                List.of("refresh_tokens", "password_reset_tokens", "email_verification_tokens", "api_tokens")) {
            Sql.run(runtime, "delete from app." + table + " where user_id = 111");
        }
    }

    /** As {@code pg_dump} would write it. */
    private String copy(String query) throws SQLException, IOException {
        StringWriter text = new StringWriter();
        runtime.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + query + ") to stdout", text);
        return text.toString();
    }

    private static Stream<String> encodings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return Stream.of(
                secret,
                HexFormat.of().formatHex(bytes),
                // Without what depends on the bytes around it.
                base64.substring(0, base64.length() - 4));
    }

    /** The newest entry, as a row of these columns. */
    private static String entry(Connection connection, String columns) throws SQLException {
        return String.valueOf(
                Sql.ask(connection, "select row(" + columns + ") from audit.activity_logs order by id desc limit 1"));
    }

    /** How many this transaction made. */
    private static int entries(Connection connection) throws SQLException {
        return Integer.parseInt(String.valueOf(
                Sql.ask(connection, "select count(*) from audit.activity_logs where created_at >= now()")));
    }
}
