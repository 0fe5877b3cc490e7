package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What an API token is made from. */
public record NewApiToken(String name, ApiToken.Scope scope, Instant expiresAt) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "permissions", "projects", "expiresAt");

    /** How long a token counts where nobody says otherwise. */
    public static final Duration USUAL_LIFETIME = Duration.ofDays(90);

    /** The longest that a token may count: a leap year. */
    public static final Duration LONGEST_LIFETIME = Duration.ofDays(366);

    private static final int MAX_NAME = 100;

    public NewApiToken {
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(expiresAt);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static NewApiToken parse(Input input, Instant now) {
        var name = input.required("name", Input.text(text -> Text.line(text, MAX_NAME)));
        var permissions = input.optional("permissions", Input.list(Input.text(Permission::parse)), List.of());
        var projects = input.optional("projects", Input.oneOf(Reach.ProjectReach.class), Reach.ProjectReach.NONE);
        Input.Reader<Instant> end = raw -> requireEnd(Input.instant().read(raw), now);
        var expiresAt = input.optional("expiresAt", end, now.plus(USUAL_LIFETIME));
        input.refuseIfInvalid();
        return new NewApiToken(
                name.get(), new ApiToken.Scope(Set.copyOf(permissions.get()), projects.get()), expiresAt.get());
    }

    private static Instant requireEnd(Instant end, Instant now) {
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST_LIFETIME))) {
            throw Refused.invalid("must lie in the future, and at most " + LONGEST_LIFETIME.toDays() + " days ahead");
        }
        return end;
    }
}
