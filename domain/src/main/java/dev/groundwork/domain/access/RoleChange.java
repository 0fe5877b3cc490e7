package dev.groundwork.domain.access;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partial change of a role.
 *
 * @param permissions all that the role shall have
 */
public record RoleChange(
        Change<RoleName> name, Change<@Nullable String> description, Change<List<Permission>> permissions) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = NewRole.MEMBERS;

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static RoleChange parse(Input input) {
        var name = input.change("name", Input.text(RoleName::parse));
        var description = input.nullableChange("description", Input.text(Role::parseDescription));
        var permissions = input.change("permissions", Input.list(Input.text(Permission::parse)));
        input.refuseIfInvalid();
        return new RoleChange(name.get(), description.get(), permissions.get());
    }
}
