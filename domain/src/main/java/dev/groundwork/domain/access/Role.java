package dev.groundwork.domain.access;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Text;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A role: permissions under a name.
 *
 * @param isSystem whether the server depends on it, so that it keeps its name and stays
 * @param permissions sorted by name
 */
public record Role(
        RoleName name,
        @Nullable String description,
        boolean isSystem,
        List<Permission> permissions,
        Revision revision) {
    private static final int MAX_DESCRIPTION = 1_000;

    public Role {
        Objects.requireNonNull(name);
        permissions = List.copyOf(permissions);
        Objects.requireNonNull(revision);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is too long or holds control characters */
    public static String parseDescription(String text) {
        return Text.paragraphs(text, MAX_DESCRIPTION);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Conflict} where the server depends on the role */
    public void requireOwn() {
        if (isSystem) {
            throw Refused.conflict("The role " + name + " is the system's own: it keeps its name and stays.");
        }
    }
}
