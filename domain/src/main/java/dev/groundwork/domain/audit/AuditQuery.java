package dev.groundwork.domain.audit;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit trail are looked for; each part that is null admits any.
 *
 * @param user who did it
 * @param from the first moment, inclusive
 * @param to the last moment, exclusive
 */
public record AuditQuery(
        @Nullable UserId user,
        @Nullable String action,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String session,
        @Nullable Instant from,
        @Nullable Instant to) {
    private static final int MAX_TEXT = 255;

    /** Everything. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null);

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS =
            Set.of("user", "action", "resourceType", "resourceId", "session", "from", "to");

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static AuditQuery parse(Input input) {
        Input.Reader<String> text = Input.text(AuditQuery::bounded);
        var user = input.optional("user", raw -> new UserId(Input.uuid().read(raw)));
        var action = input.optional("action", text);
        var resourceType = input.optional("resourceType", text);
        var resourceId = input.optional("resourceId", text);
        var session = input.optional("session", text);
        var from = input.optional("from", Input.instant());
        var to = input.optional("to", Input.instant());
        input.refuseIfInvalid();
        return new AuditQuery(
                user.get(), action.get(), resourceType.get(), resourceId.get(), session.get(), from.get(), to.get());
    }

    /** What stands in a row exactly as it was written; nothing there is longer. */
    private static String bounded(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            throw Refused.invalid("must have 1 to " + MAX_TEXT + " characters");
        }
        return text;
    }
}
