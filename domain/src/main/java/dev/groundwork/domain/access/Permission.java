package dev.groundwork.domain.access;

import dev.groundwork.domain.Refused;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a role may allow.
 *
 * @param name {@code resource:action}, each 1 to 49 lower-case letters, digits and hyphens
 */
public record Permission(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,48}:[a-z0-9][a-z0-9-]{0,48}");

    public static final Permission PROJECTS_ADMINISTER = new Permission("projects:administer");
    public static final Permission AUDIT_READ = new Permission("audit:read");
    public static final Permission METRICS_READ = new Permission("metrics:read");

    /** What the server itself asks for; these can't be deleted. */
    public static final List<Permission> OF_THE_SERVER = List.of(
            new Permission("users:read"),
            new Permission("users:create"),
            new Permission("users:update"),
            new Permission("users:delete"),
            new Permission("users:read-ssn"),
            new Permission("sessions:read"),
            new Permission("sessions:revoke"),
            new Permission("roles:read"),
            new Permission("roles:manage"),
            new Permission("roles:assign"),
            new Permission("tokens:introspect"),
            PROJECTS_ADMINISTER,
            AUDIT_READ,
            new Permission("settings:read"),
            new Permission("settings:manage"),
            new Permission("flags:read"),
            new Permission("flags:manage"),
            METRICS_READ);

    public Permission {
        Objects.requireNonNull(name);
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a permission: " + name);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is not of the form */
    public static Permission parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("must be resource:action in lower-case letters, digits and hyphens");
        }
        return new Permission(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
