package dev.groundwork.application.access;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.access.IdempotencyStore.FirstRequest;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Making a resource once, however often the request for it is sent: a client that lost the answer sends it again under the same
 * key and gets the first answer. Safe for use by several threads and nodes.
 *
 * <p>The resource's id is chosen with the key, before the resource is made. Where a node dies between making it and keeping the
 * answer, the next try therefore finds what the first one made, and nothing is made twice.
 */
public final class Idempotency {
    private static final Pattern KEY_FORM = Pattern.compile("[ -~]{1,255}");
    private static final Duration KEPT_FOR = Duration.ofHours(24);

    /**
     * Longer than any answer takes, and as long as a client has to try where a node died. Should two tries run at once all the same, the
     * one id that both have makes one resource.
     */
    private static final Duration TRY = Duration.ofSeconds(15);

    private final Ports ports;

    public Idempotency(Ports ports) {
        this.ports = ports;
    }

    /**
     * An answer as it went out, to be sent again.
     *
     * @param headers by name, those that belong to the answer and not to the connection
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
            Objects.requireNonNull(body);
        }
    }

    /** How a request under a key goes on. */
    public sealed interface Start {}

    /**
     * It is to be carried out.
     *
     * @param resource the id that the resource gets
     * @param again whether an earlier try broke off: the resource may be there already
     */
    public record Proceed(UUID resource, boolean again) implements Start {}

    /** It was carried out before; this was the answer. */
    public record Replay(Answer answer) implements Start {}

    /**
     * Begins a request.
     *
     * @param key 1 to 255 printable ASCII characters
     * @param requestHash tells one request from another: the SHA-256 of its method, path and body in lower-case hexadecimal
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; invalid where the key is
     *     malformed or was used for another request; conflict while the first request still runs
     */
    public Start begin(Actor actor, String key, String requestHash) {
        CallerKey owned = owned(actor, key);
        UUID resource = ports.ids().next();
        return ports.work().asService(actor, tx -> {
            FirstRequest fresh =
                    new FirstRequest(requestHash, resource, tx.now().plus(TRY), Optional.empty());
            return tx.idempotencyKeys().claim(owned, fresh, tx.now(), tx.now().plus(KEPT_FOR))
                    ? new Proceed(resource, false)
                    : goOn(tx, owned, requestHash);
        });
    }

    private static Start goOn(Transaction tx, CallerKey key, String requestHash) {
        FirstRequest entry = tx.idempotencyKeys().findForUpdate(key).orElseThrow(Idempotency::stillRuns);
        if (!entry.requestHash().equals(requestHash)) {
            throw Refused.invalid("The Idempotency-Key was used for another request; use a new one for each.");
        }
        if (entry.answer().isPresent()) {
            return new Replay(entry.answer().get());
        }
        if (tx.now().isBefore(entry.lockedUntil())) {
            throw stillRuns();
        }
        tx.idempotencyKeys().relock(key, tx.now().plus(TRY));
        return new Proceed(entry.resource(), true);
    }

    /** Keeps the answer of a request that made its resource. */
    public void complete(Actor actor, String key, Answer answer) {
        CallerKey owned = owned(actor, key);
        ports.work().asService(actor, tx -> {
            tx.idempotencyKeys().answer(owned, answer);
            return owned;
        });
    }

    /** Frees the key of a request that was refused: corrected, it may be sent under the same key. */
    public void release(Actor actor, String key) {
        CallerKey owned = owned(actor, key);
        ports.work().asService(actor, tx -> {
            tx.idempotencyKeys().release(owned);
            return owned;
        });
    }

    /** Ends a try of which nobody knows whether it made its resource: the next one need not wait, and finds out. */
    public void leaveOpen(Actor actor, String key) {
        CallerKey owned = owned(actor, key);
        ports.work().asService(actor, tx -> {
            tx.idempotencyKeys().relock(owned, tx.now());
            return owned;
        });
    }

    /**
     * Drops what is not replayed any more. Background work; a server runs it every hour.
     *
     * @return how many keys are free again
     */
    public int removeExpired() {
        Actor actor = new Actor.SystemActor(
                "idempotency-expiry", Origin.internal(ports.ids().next().toString()));
        return ports.work().in(actor, tx -> tx.idempotencyKeys().removeExpired(tx.now()));
    }

    private static CallerKey owned(Actor actor, String key) {
        if (!KEY_FORM.matcher(key).matches()) {
            throw Refused.invalid("The Idempotency-Key must have 1 to 255 printable ASCII characters.");
        }
        return new CallerKey("user:" + actor.requireUser().id(), key);
    }

    private static Refused stillRuns() {
        return Refused.conflict("The first request under this Idempotency-Key still runs; try again in a moment.");
    }
}
