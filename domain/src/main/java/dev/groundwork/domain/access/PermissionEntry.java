package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A permission that roles may hold, with what it is for. */
public record PermissionEntry(
        Permission permission, @Nullable String description) {
    /** It never changes between its making and its removal. */
    public static final long VERSION = 1;

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "description");

    public PermissionEntry {
        Objects.requireNonNull(permission);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static PermissionEntry parse(Input input) {
        var name = input.required("name", Input.text(Permission::parse));
        var description = input.optional("description", Input.text(Role::parseDescription));
        input.refuseIfInvalid();
        return new PermissionEntry(name.get(), description.get());
    }
}
