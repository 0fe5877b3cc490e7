package dev.groundwork.domain.audit;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The wish to undo one change.
 *
 * @param to the activity that made the change, which is undone; what other activities changed stays
 * @param force whether fields that later changes touched are set back too
 */
public record Revert(String to, boolean force) {
    private static final int MAX_ID = 100;

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("to", "force");

    public Revert {
        Objects.requireNonNull(to);
    }

    /** @throws Refused {@link Refusal.Invalid} with every violation */
    public static Revert parse(Input input) {
        var to = input.required("to", Input.text(Revert::bounded));
        var force = input.optional("force", Input.bool(), false);
        input.refuseIfInvalid();
        return new Revert(to.get(), force.get());
    }

    private static String bounded(String text) {
        if (text.isEmpty() || text.length() > MAX_ID) {
            throw Refused.invalid("must be the id of an activity");
        }
        return text;
    }

    /** Why the audit trail says that the change was made. */
    public String reason() {
        return "revert of " + to;
    }

    /**
     * The change to undo.
     *
     * @param found the activity, where there is one that the actor may see
     * @throws Refused {@link Refusal.Invalid} at {@code /to} where it is none about this resource; conflict where it is
     *     nothing that can be undone
     */
    public Activity undoable(Optional<Activity> found, String resourceType, String resourceId) {
        Activity activity = found.filter(one -> one.isAbout(resourceType, resourceId))
                .orElseThrow(() -> Refused.invalidAt("/to", "is no activity in this resource's own history"));
        switch (activity.action()) {
            case Activity.UPDATE, Activity.DELETE -> {}
            case Activity.INSERT ->
                throw Refused.conflict("Making it can't be reverted; delete it where it should not be there.");
            default -> throw Refused.conflict("This activity changed nothing that could be set back.");
        }
        return activity;
    }

    /**
     * Lets pass a change that is still the last one of all its fields, and every one where {@code force} is set.
     *
     * @param fields the fields that would be set back
     * @param touched the fields that later changes touched
     * @throws Refused {@link Refusal.Conflict} at each field that is among both
     */
    public void requireUntouched(Set<String> fields, Set<String> touched) {
        List<Violation> lost = fields.stream()
                .filter(touched::contains)
                .map(field -> new Violation("", "was changed again later").within(field))
                .toList();
        if (!force && !lost.isEmpty()) {
            throw new Refused(new Refusal.Conflict(
                    "Later changes touched the same fields; they would be lost. Say \"force\": true to revert all the same.",
                    lost));
        }
    }
}
