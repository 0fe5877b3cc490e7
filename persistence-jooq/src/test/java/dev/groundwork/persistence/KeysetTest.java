package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

class KeysetTest {
    private static final Field<Instant> AT = DSL.field(DSL.name("at"), SQLDataType.INSTANT);
    private static final Field<Long> ID = DSL.field(DSL.name("id"), SQLDataType.BIGINT);

    private final Keyset newest = Keyset.descending("things of ada", AT, ID);

    @Test
    void goesOnAfterTheLastRowOfThePage() {
        String next = next(newest);

        assertThat(String.valueOf(newest.from(new Page.Request(1, next))))
                .isEqualToIgnoringWhitespace(
                        "(\"at\", \"id\") < (timestamp with time zone '2026-01-01 00:00:00.123456+00:00', 2)");
    }

    @Test
    void goesTheOtherWayWhereTheLeastComeFirst() {
        Keyset oldest = Keyset.ascending("things of ada", AT, ID);

        assertThat(String.valueOf(oldest.from(new Page.Request(1, next(oldest)))))
                .contains(") > (");
        assertThat(oldest.order()).containsExactly(AT.asc(), ID.asc());
    }

    @Test
    void hasNoNextPageWhereNoRowIsLeft() {
        assertThat(newest.page(new Page.Request(2, null), rows(2), row -> row).next())
                .isNull();
        assertThat(newest.page(new Page.Request(2, null), rows(3), row -> row).next())
                .isNotNull();
    }

    @Test
    void refusesThePositionOfAnotherList() {
        String next = next(newest);

        for (Keyset other : List.of(
                Keyset.descending("things of bob", AT, ID),
                Keyset.ascending("things of ada", AT, ID),
                Keyset.descending("things of ada", ID))) {
            assertRefused(other, next);
        }
    }

    @Test
    void refusesWhatIsNoPosition() {
        String next = next(newest);
        String text = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
        List<String> forged = new ArrayList<>(List.of("", "%", "nonsense", next + next, next.substring(1), "WzFd"));
        for (String part : List.of("null", "{}", "\"x\"", "1", "\"' or 1=1 --\"", "[\"2\"]")) {
            forged.add(encoded(text.replace("\"2\"", part)));
        }
        forged.add(encoded(text.replace("2026", "9".repeat(40))));

        assertThat(forged).allSatisfy(position -> assertRefused(newest, position));
    }

    private static void assertRefused(Keyset keyset, String position) {
        assertThatThrownBy(() -> keyset.from(new Page.Request(1, position)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Invalid.class));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String next(Keyset keyset) {
        return String.valueOf(
                keyset.page(new Page.Request(1, null), rows(2), row -> row).next());
    }

    /** The ids count down to 1. */
    private static List<Record2<Instant, Long>> rows(int count) {
        DSLContext dsl = DSL.using(SQLDialect.POSTGRES);
        Result<Record2<Instant, Long>> rows = dsl.newResult(AT, ID);
        for (long id = count; id > 0; id--) {
            rows.add(dsl.newRecord(AT, ID).values(Instant.parse("2026-01-01T00:00:00.123456Z"), id));
        }
        return rows;
    }
}
