package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Idempotency;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.TokenHash;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Making a resource by {@code POST}, once under one {@code Idempotency-Key}, or simply where none came. */
public final class IdempotentCreation {
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
                idempotency.complete(exchange.actor(), key, kept(answer));
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
            }
            throw refused;
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
