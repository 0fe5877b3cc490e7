package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every table, policy, index and function, also of those that are written tomorrow. */
@ParameterizedClass
@EnumSource(Postgres.class)
class CatalogueTest {
    private final Connection superuser;

    CatalogueTest(Postgres postgres) throws SQLException {
        superuser = postgres.shared().asSuperuser();
        superuser.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        superuser.close();
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaKeepsEachRule(Rule rule) throws SQLException {
        assertThat(rule.brokenBy(superuser)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachRuleSeesAPlantedViolation(Rule rule) throws SQLException {
        rule.violate(superuser);
        assertThat(rule.brokenBy(superuser)).isNotEmpty();
    }

    @Test
    void pgcryptoIsInstalledAsAskedFor() throws SQLException {
        assertThat(Sql.ask(superuser, "select extname from pg_extension where extname = 'pgcrypto'"))
                .isEqualTo("pgcrypto");
    }
}
