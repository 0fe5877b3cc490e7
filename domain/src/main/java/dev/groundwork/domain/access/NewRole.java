package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a role is made from. */
public record NewRole(RoleName name, @Nullable String description, List<Permission> permissions) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "description", "permissions");

    public NewRole {
        Objects.requireNonNull(name);
        permissions = permissions.stream().distinct().toList();
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static NewRole parse(Input input) {
        var name = input.required("name", Input.text(RoleName::parse));
        var description = input.optional("description", Input.text(Role::parseDescription));
        var permissions = input.optional("permissions", Input.list(Input.text(Permission::parse)), List.of());
        input.refuseIfInvalid();
        return new NewRole(name.get(), description.get(), permissions.get());
    }
}
