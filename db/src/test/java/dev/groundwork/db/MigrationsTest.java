package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void goesUpAndDownAndUpAgain() throws SQLException {
        try (ThrowAwayPostgres server = ThrowAwayPostgres.start()) {
            Migrations migrations = new Migrations(server.url(), server.owner());
            assertThat(migrations.up(server.runtime().user())).isEqualTo(new Migrations.Moved(0, Migrations.latest()));
            assertThat(migrations.up(server.runtime().user()))
                    .isEqualTo(new Migrations.Moved(Migrations.latest(), Migrations.latest()));
            try (Connection runtime = server.connect(server.runtime())) {
                assertThatCode(() -> {
                            RuntimeLogin.check(runtime);
                            Migrations.requireCurrent(runtime);
                        })
                        .doesNotThrowAnyException();
            }
            assertThat(migrations.down(0, false)).isEqualTo(new Migrations.Moved(Migrations.latest(), 0));
            assertThat(migrations.status()).allMatch(step -> step.appliedAt() == null);
            assertThat(migrations.up(server.runtime().user())).isEqualTo(new Migrations.Moved(0, Migrations.latest()));
        }
    }
}
