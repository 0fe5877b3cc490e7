package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.ops.Tables.IDEMPOTENCY_KEYS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.row;

import dev.groundwork.application.access.Idempotency.Answer;
import dev.groundwork.application.access.IdempotencyStore;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Requests under a key, in {@code ops.idempotency_keys}. */
public final class JooqIdempotencyStore implements IdempotencyStore {
    private final Unit unit;

    public JooqIdempotencyStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public boolean claim(CallerKey key, FirstRequest entry, Instant now, Instant expiresAt) {
        int claimed = unit.sql()
                .insertInto(IDEMPOTENCY_KEYS)
                .set(IDEMPOTENCY_KEYS.CALLER, key.caller())
                .set(IDEMPOTENCY_KEYS.KEY, key.value())
                .set(IDEMPOTENCY_KEYS.REQUEST_HASH, HexFormat.of().parseHex(entry.requestHash()))
                .set(IDEMPOTENCY_KEYS.RESOURCE_ID, entry.resource())
                .set(IDEMPOTENCY_KEYS.LOCKED_UNTIL, entry.lockedUntil())
                .set(IDEMPOTENCY_KEYS.EXPIRES_AT, expiresAt)
                .onConflict(IDEMPOTENCY_KEYS.CALLER, IDEMPOTENCY_KEYS.KEY)
                .doUpdate()
                .set(IDEMPOTENCY_KEYS.REQUEST_HASH, excluded(IDEMPOTENCY_KEYS.REQUEST_HASH))
                .set(IDEMPOTENCY_KEYS.RESOURCE_ID, excluded(IDEMPOTENCY_KEYS.RESOURCE_ID))
                .set(IDEMPOTENCY_KEYS.LOCKED_UNTIL, excluded(IDEMPOTENCY_KEYS.LOCKED_UNTIL))
                .set(IDEMPOTENCY_KEYS.EXPIRES_AT, excluded(IDEMPOTENCY_KEYS.EXPIRES_AT))
                .setNull(IDEMPOTENCY_KEYS.RESPONSE_STATUS)
                .set(IDEMPOTENCY_KEYS.RESPONSE_HEADERS, JsonObject.EMPTY)
                .setNull(IDEMPOTENCY_KEYS.RESPONSE_BODY)
                .where(IDEMPOTENCY_KEYS.EXPIRES_AT.le(now))
                .execute();
        return claimed == 1;
    }

    @Override
    public Optional<FirstRequest> findForUpdate(CallerKey key) {
        return unit.sql()
                .select(
                        IDEMPOTENCY_KEYS.REQUEST_HASH.convertFrom(HexFormat.of()::formatHex),
                        IDEMPOTENCY_KEYS.RESOURCE_ID,
                        IDEMPOTENCY_KEYS.LOCKED_UNTIL,
                        row(
                                        IDEMPOTENCY_KEYS.RESPONSE_STATUS,
                                        IDEMPOTENCY_KEYS.RESPONSE_HEADERS,
                                        IDEMPOTENCY_KEYS.RESPONSE_BODY)
                                .mapping(JooqIdempotencyStore::read))
                .from(IDEMPOTENCY_KEYS)
                .where(is(key))
                .forUpdate()
                .fetchOptional(mapping(FirstRequest::new));
    }

    private static Optional<Answer> read(@Nullable Short status, JsonObject headers, @Nullable String body) {
        if (status == null) {
            return Optional.empty();
        }
        Map<String, String> byName = new LinkedHashMap<>();
        headers.members().forEach((name, value) -> byName.put(name, String.valueOf(value)));
        return Optional.of(new Answer(status, byName, Objects.requireNonNullElse(body, "")));
    }

    @Override
    public void relock(CallerKey key, Instant lockedUntil) {
        unit.sql()
                .update(IDEMPOTENCY_KEYS)
                .set(IDEMPOTENCY_KEYS.LOCKED_UNTIL, lockedUntil)
                .where(is(key))
                .execute();
    }

    @Override
    public void answer(CallerKey key, Answer answer) {
        unit.sql()
                .update(IDEMPOTENCY_KEYS)
                .set(IDEMPOTENCY_KEYS.RESPONSE_STATUS, (short) answer.status())
                .set(IDEMPOTENCY_KEYS.RESPONSE_HEADERS, JsonObject.copyOf(answer.headers()))
                .set(IDEMPOTENCY_KEYS.RESPONSE_BODY, answer.body())
                .where(is(key))
                .execute();
    }

    @Override
    public void release(CallerKey key) {
        unit.sql().deleteFrom(IDEMPOTENCY_KEYS).where(is(key)).execute();
    }

    @Override
    public int removeExpired(Instant now) {
        return unit.sql()
                .deleteFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.EXPIRES_AT.le(now))
                .execute();
    }

    private static Condition is(CallerKey key) {
        return IDEMPOTENCY_KEYS.CALLER.eq(key.caller()).and(IDEMPOTENCY_KEYS.KEY.eq(key.value()));
    }
}
