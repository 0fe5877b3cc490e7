package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Postgres.class)
class RuntimeLoginTest {
    private final Postgres postgres;
    private final Postgres.Database database;
    private final Connection superuser;

    RuntimeLoginTest(Postgres postgres) throws SQLException {
        this.postgres = postgres;
        database = postgres.shared();
        superuser = database.asSuperuser();
    }

    @AfterEach
    void dropLogins() throws SQLException {
        Sql.run(superuser, """
                do $$
                declare made text;
                begin
                  for made in select rolname from pg_roles where rolname like 'made\\_%' loop
                    execute format('drop owned by %I', made);
                    execute format('drop role %I', made);
                  end loop;
                end
                $$""");
        superuser.close();
    }

    @Test
    void migratingMakesALoginThatIsAccepted() throws SQLException {
        Sql.run(superuser, "create role made_plain login");
        database.migrations().up("made_plain");
        assertThatCode(() -> check("made_plain")).doesNotThrowAnyException();
    }

    @Test
    void theLoginMayBecomeTheTwoRolesAndInheritsNeither() throws SQLException {
        Sql.run(superuser, "create role made_plain login");
        database.migrations().up("made_plain");
        assertThat(Sql.list(superuser, """
                select r.rolname || ' ' || pg_has_role('made_plain', r.oid, 'USAGE')
                from pg_roles r where pg_has_role('made_plain', r.oid, 'MEMBER') and r.rolname <> 'made_plain' order by 1""")).containsExactly("app_service false", "app_user false");
    }

    @Test
    void on15TheLoginItselfIsMadeNotToInheritAndLaterTheGrantSaysSo() throws SQLException {
        Sql.run(superuser, "create role made_plain login");
        database.migrations().up("made_plain");
        if (postgres == Postgres.OLDEST) {
            assertThat(Sql.ask(superuser, "select rolinherit from pg_roles where rolname = 'made_plain'"))
                    .isEqualTo("f");
        } else {
            assertThat(Sql.list(superuser, """
                    select distinct inherit_option || ' ' || set_option || ' ' || admin_option
                    from pg_auth_members where member = 'made_plain'::regrole""")).containsExactly("false true false");
        }
    }

    @Test
    void migratingPutsALoginRightThatTheOwnerHadLetInherit() throws SQLException {
        Sql.run(superuser, "create role made_heir login inherit");
        try (Connection owner = database.asOwner()) {
            Sql.run(owner, "grant app_user, app_service to made_heir");
        }
        assertThatThrownBy(() -> check("made_heir"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"made_heir\" inherits the rights of app_user");
        database.migrations().up("made_heir");
        assertThatCode(() -> check("made_heir")).doesNotThrowAnyException();
    }

    @Test
    void refusesALoginThatCanNotBecomeTheRoles() throws SQLException {
        Sql.run(superuser, "create role made_plain login noinherit");
        assertThatThrownBy(() -> check("made_plain"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"made_plain\" cannot become app_user")
                .hasMessageContaining("migrate up");
    }

    @Test
    void refusesASuperuser() {
        assertThatThrownBy(() -> check("postgres"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"postgres\" is, or can become, a superuser");
    }

    @Test
    void refusesALoginThatBypassesPolicies() throws SQLException {
        Sql.run(superuser, "create role made_bypassing login bypassrls");
        assertThatThrownBy(() -> check("made_bypassing"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"made_bypassing\" is, or can become, a role with BYPASSRLS");
    }

    @Test
    void refusesALoginThatCanBecomeOneThatBypassesPolicies() throws SQLException {
        Sql.run(superuser, """
                create role made_bypassing bypassrls; create role made_member login noinherit;
                grant made_bypassing to made_member""");
        assertThatThrownBy(() -> check("made_member"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"made_member\" is, or can become, a role with BYPASSRLS");
    }

    @Test
    void refusesTheOwnerOfTheTables() {
        assertThatThrownBy(() -> check("groundwork_owner"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"groundwork_owner\" owns, or can become the owner of,");
    }

    @Test
    void refusesALoginThatOwnsASingleTable() throws SQLException {
        Sql.run(superuser, """
                create role made_owner login noinherit;
                create table app.planted (id bigint); alter table app.planted owner to made_owner""");
        assertThatThrownBy(() -> check("made_owner"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("app.planted");
    }

    @Test
    void refusesToGrantToALoginThatIsNotThere() {
        assertThatThrownBy(() -> database.migrations().up("made_nobody"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("There is no login \"made_nobody\"");
    }

    @Test
    void refusesTheOwnerAsRuntimeLogin() {
        assertThatThrownBy(() -> database.migrations().up("groundwork_owner"))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("is the migration login");
    }

    @Test
    void anOwnerWhoDidNotMakeTheRolesNeedsASuperuserFrom16On() throws SQLException {
        Sql.run(superuser, "create role made_other_owner login createrole; create role made_plain login noinherit");
        Sql.run(superuser, "create database made_other owner made_other_owner");
        try {
            Migrations migrations =
                    new Migrations(postgres.server().url("made_other"), new DatabaseLogin("made_other_owner", null));
            if (postgres == Postgres.NEWEST) {
                assertThatThrownBy(() -> migrations.up("made_plain"))
                        .isInstanceOf(DatabaseRefused.class)
                        .hasMessageContaining("let a superuser run db/roles.sql once");
                Sql.run(
                        superuser,
                        "grant app_user, app_service to made_other_owner with admin true, inherit false, set false");
            }
            assertThatCode(() -> migrations.up("made_plain")).doesNotThrowAnyException();
        } finally {
            Sql.run(superuser, "drop database made_other");
        }
    }

    private void check(String login) throws SQLException {
        try (Connection connection = postgres.server().connect(database.name(), new DatabaseLogin(login, null))) {
            RuntimeLogin.check(connection);
        }
    }
}
