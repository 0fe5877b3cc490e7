package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Idempotency;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.TokenHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Making a resource by {@code POST}, once under one {@code Idempotency-Key}, or simply where none came. */
public final class IdempotentCreation {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentCreation.class);

    /** A database that took longer to refuse is silent, and who has waited for it is kept for no further question. */
    private static final Duration LONGEST_REFUSAL = Duration.ofMillis(4_500);

    private final Idempotency idempotency;
    private final CredentialSigner signer;

    public IdempotentCreation(Groundwork groundwork) {
        this.idempotency = groundwork.idempotency();
        this.signer = groundwork.policies().signer();
    }

    /**
     * @param create makes the resource under an id, null meaning any, and answers with it
     * @param find answers with the resource of that id, which an earlier try made before it broke off; refuses as not found
     *     where it made none
     */
    public Answer run(Exchange exchange, Function<@Nullable UUID, Answer> create, Function<UUID, Answer> find) {
        String key = exchange.header("Idempotency-Key");
        if (key == null) {
            return create.apply(null);
        }
        if (!key.matches("[\\x21-\\x7E]{1,255}")) {
            throw Rejected.badRequest("The Idempotency-Key must have 1 to 255 printable ASCII characters.");
        }
        exchange.actor().requireUser();
        // Keyed, since a body may hold a password, and a stolen database must not let anybody try words against its
        // hash.
        String fingerprint =
                TokenHash.of(signer.fingerprint(exchange.fingerprintSource())).value();
        return switch (idempotency.begin(exchange.actor(), key, fingerprint)) {
            case Idempotency.Replay replay -> answer(replay.answer());
            case Idempotency.Proceed proceed -> {
                Answer answer = carryOut(exchange, key, proceed, create, find);
                keep(exchange, key, answer);
                yield answer;
            }
        };
    }

    private Answer carryOut(
            Exchange exchange,
            String key,
            Idempotency.Proceed proceed,
            Function<@Nullable UUID, Answer> create,
            Function<UUID, Answer> find) {
        long begin = System.nanoTime();
        try {
            return create.apply(proceed.resource());
        } catch (Refused refused) {
            if (proceed.again() && refused.refusal() instanceof Refusal.Conflict) {
                Optional<Answer> made = madeBefore(proceed.resource(), find);
                if (made.isPresent()) {
                    return made.get();
                }
            }
            // An outage leaves open whether the resource was made; its key stays taken until the next try finds out.
            if (!(refused.refusal() instanceof Refusal.Unavailable)) {
                idempotency.release(exchange.actor(), key);
            } else if (System.nanoTime() - begin < LONGEST_REFUSAL.toNanos()) {
                leaveOpen(exchange, key);
            }
            throw refused;
        }
    }

    /** Where that can't be told either, the key stays locked until the time of a try is over. */
    private void leaveOpen(Exchange exchange, String key) {
        try {
            idempotency.leaveOpen(exchange.actor(), key);
        } catch (Refused refused) {
            LOG.debug("a key stays locked: {}", refused.getMessage());
        }
    }

    /** What was made is made, and its maker is told so: without the answer the next try finds it by its id. */
    private void keep(Exchange exchange, String key, Answer answer) {
        try {
            idempotency.complete(exchange.actor(), key, kept(answer));
        } catch (Refused refused) {
            if (!(refused.refusal() instanceof Refusal.Unavailable)) {
                throw refused;
            }
            LOG.warn("an answer is not kept for its Idempotency-Key: {}", refused.getMessage());
        }
    }

    /** Empty where the conflict is with somebody else's resource. */
    private static Optional<Answer> madeBefore(UUID resource, Function<UUID, Answer> find) {
        try {
            return Optional.of(find.apply(resource));
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.NotFound || refused.refusal() instanceof Refusal.Forbidden) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Idempotency.Answer kept(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        if (answer.contentType() != null) {
            headers.put("Content-Type", answer.contentType());
        }
        return new Idempotency.Answer(answer.status(), headers, answer.text());
    }

    private static Answer answer(Idempotency.Answer kept) {
        Map<String, String> headers = new LinkedHashMap<>(kept.headers());
        String contentType = headers.remove("Content-Type");
        return new Answer(kept.status(), contentType, kept.body().getBytes(StandardCharsets.UTF_8)).with(headers);
    }
}
