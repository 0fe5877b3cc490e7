package dev.groundwork.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Map<String, String> PRODUCTION = Map.of(
            "GROUNDWORK_PRODUCTION", "true",
            "GROUNDWORK_DATABASE_URL", "jdbc:postgresql://db/groundwork",
            "GROUNDWORK_DATABASE_USER", "runtime",
            "GROUNDWORK_REDIS_URL", "redis://cache",
            "GROUNDWORK_SMTP_URL", "smtp://mail:25",
            "GROUNDWORK_SESSION_SECRET", "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P",
            "GROUNDWORK_ENCRYPTION_KEY", "k1:q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4o=");

    @Test
    void developmentNeedsNothing() {
        assertThat(Configuration.faultsForServing(settings(Map.of()))).isEmpty();
    }

    @Test
    void productionStartsWithWhatItNeeds() {
        assertThat(Configuration.faultsForServing(settings(PRODUCTION))).isEmpty();
    }

    @Test
    void productionRefusesEverythingThatIsMissingAtOnce() {
        assertThatThrownBy(() -> Configuration.forServing(settings(Map.of("GROUNDWORK_PRODUCTION", "true"))))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessage("""
                        GROUNDWORK_DATABASE_URL is missing: production has no embedded server: set it to the one of yours.
                        GROUNDWORK_REDIS_URL is missing: production has no embedded server: set it to the one of yours.
                        GROUNDWORK_SMTP_URL is missing: production sends its mails: set it to smtp://user:password@host:587.
                        GROUNDWORK_SESSION_SECRET is missing: production has no default secrets: make one with: openssl rand -base64 48.
                        GROUNDWORK_ENCRYPTION_KEY is missing: production has no default secrets: make one with: echo "k1:$(openssl rand -base64 32)".""");
    }

    @Test
    void eachOfProductionsNeedsIsMissedAlone() {
        for (String variable : PRODUCTION.keySet()) {
            if (!variable.equals("GROUNDWORK_PRODUCTION") && !variable.equals("GROUNDWORK_DATABASE_URL")) {
                Map<String, String> environment = new HashMap<>(PRODUCTION);
                environment.remove(variable);
                assertThat(Configuration.faultsForServing(settings(environment)))
                        .singleElement()
                        .asString()
                        .startsWith(variable + " is missing: ");
            }
        }
    }

    @Test
    void refusesALoginForTheEmbeddedServer() {
        assertThat(Configuration.faultsForServing(settings(Map.of("GROUNDWORK_MIGRATION_USER", "owner"))))
                .containsExactly("GROUNDWORK_MIGRATION_USER is set without GROUNDWORK_DATABASE_URL, and the embedded"
                        + " PostgreSQL has its own logins; set both or neither.");
    }

    @Test
    void refusesHalfAnAdministrator() {
        assertThat(Configuration.faultsForServing(settings(Map.of("GROUNDWORK_ADMIN_EMAIL", "root@example.org"))))
                .containsExactly(
                        "GROUNDWORK_ADMIN_EMAIL is set without GROUNDWORK_ADMIN_PASSWORD; set both or neither.");
    }

    @Test
    void refusesAnAdministratorWithAWeakPasswordOrAWrongAddress() {
        Map<String, String> environment =
                Map.of("GROUNDWORK_ADMIN_EMAIL", "root", "GROUNDWORK_ADMIN_PASSWORD", "short");
        assertThat(Configuration.faultsForServing(settings(environment)))
                .containsExactly(
                        "GROUNDWORK_ADMIN_EMAIL must be an e-mail address such as ada@example.org.",
                        "GROUNDWORK_ADMIN_PASSWORD must have at least 15 characters; a sentence is easy to remember.");
    }

    @Test
    void refusesAnAdministratorWithACommonPassword() {
        Map<String, String> environment =
                Map.of("GROUNDWORK_ADMIN_EMAIL", "root@example.org", "GROUNDWORK_ADMIN_PASSWORD", "Password1234567");
        assertThat(Configuration.faultsForServing(settings(environment)))
                .containsExactly("GROUNDWORK_ADMIN_PASSWORD is little more than a very common password; take several"
                        + " uncommon words.");
    }

    @Test
    void refusesAPoolWhoseLeastIsAboveItsMost() {
        assertThat(Configuration.faultsForServing(
                        settings(Map.of("GROUNDWORK_POOL_MIN", "9", "GROUNDWORK_POOL_MAX", "8"))))
                .containsExactly(
                        "GROUNDWORK_POOL_MIN is 9, above GROUNDWORK_POOL_MAX, which is 8; lower it, or raise the"
                                + " other.");
    }

    @Test
    void migratingNeedsAnOwnerAndNoMailServer() {
        Map<String, String> environment = new HashMap<>(PRODUCTION);
        environment.remove("GROUNDWORK_SMTP_URL");
        assertThatThrownBy(() -> Configuration.forMigrating(settings(environment)))
                .hasMessage(
                        "GROUNDWORK_MIGRATION_USER is missing: set it to the login that owns the schema, or is to own"
                                + " it.");
        environment.put("GROUNDWORK_MIGRATION_USER", "owner");
        assertThat(Configuration.forMigrating(settings(environment)).get(Setting.MIGRATION_USER))
                .contains("owner");
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.read(Map.of(), environment, null);
    }
}
