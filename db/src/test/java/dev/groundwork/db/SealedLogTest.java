package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the seals of the log rest on; that they hold is shown where they are made. */
@ParameterizedClass
@EnumSource(Postgres.class)
class SealedLogTest {
    private final Postgres postgres;

    SealedLogTest(Postgres postgres) {
        this.postgres = postgres;
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit.seals set through = 1", "delete from audit.seals", "truncate audit.seals"})
    void sealsAreOnlyAddedTo(String change) throws SQLException {
        try (Connection superuser = postgres.shared().asSuperuser()) {
            assertThatThrownBy(() -> Sql.run(superuser, change)).hasMessageContaining("append-only");
        }
    }

    /** Else an entry could come to lie in a stretch that nobody was seen to write in. */
    @Test
    void anEntryDrawsItsNumberInATransactionThatHasGotItsOwn() throws SQLException {
        try (Postgres.Database database = postgres.populated();
                Connection superuser = database.asSuperuser();
                Connection runtime = database.asRuntime()) {
            // Default expressions, and the entry's number with them, are evaluated before this trigger, and the row is
            // written after it.
            Sql.run(superuser, """
                    create function audit.require_number() returns trigger language plpgsql as $$
                    begin
                      if pg_current_xact_id_if_assigned() is null then
                        raise exception 'the entry has a number, and its transaction has none';
                      end if;
                      return new;
                    end $$;
                    create trigger require_number before insert on audit.activity_logs
                      for each row execute function audit.require_number()""");
            runtime.setAutoCommit(false);
            Sql.beginAsSystem(runtime, "test");
            assertThatCode(() -> Sql.run(runtime, "select audit.record_event('x', 'x', null, null)"))
                    .doesNotThrowAnyException();
        }
    }
}
