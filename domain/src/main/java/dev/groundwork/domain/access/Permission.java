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

    public static final Permission USERS_READ = new Permission("users:read");
    public static final Permission USERS_CREATE = new Permission("users:create");
    public static final Permission USERS_UPDATE = new Permission("users:update");
    public static final Permission USERS_DELETE = new Permission("users:delete");
    public static final Permission USERS_READ_SSN = new Permission("users:read-ssn");
    public static final Permission SESSIONS_READ = new Permission("sessions:read");
    public static final Permission SESSIONS_REVOKE = new Permission("sessions:revoke");
    public static final Permission ROLES_READ = new Permission("roles:read");
    public static final Permission ROLES_MANAGE = new Permission("roles:manage");
    public static final Permission ROLES_ASSIGN = new Permission("roles:assign");
    public static final Permission TOKENS_INTROSPECT = new Permission("tokens:introspect");
    public static final Permission PROJECTS_ADMINISTER = new Permission("projects:administer");
    public static final Permission AUDIT_READ = new Permission("audit:read");
    public static final Permission SETTINGS_READ = new Permission("settings:read");
    public static final Permission SETTINGS_MANAGE = new Permission("settings:manage");
    public static final Permission METRICS_READ = new Permission("metrics:read");

    /** What the server itself asks for; these can't be deleted. */
    public static final List<Permission> OF_THE_SERVER = List.of(
            USERS_READ,
            USERS_CREATE,
            USERS_UPDATE,
            USERS_DELETE,
            USERS_READ_SSN,
            SESSIONS_READ,
            SESSIONS_REVOKE,
            ROLES_READ,
            ROLES_MANAGE,
            ROLES_ASSIGN,
            TOKENS_INTROSPECT,
            PROJECTS_ADMINISTER,
            AUDIT_READ,
            SETTINGS_READ,
            SETTINGS_MANAGE,
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

    /** What it is about: the part before the colon. */
    public String resource() {
        return name.substring(0, name.indexOf(':'));
    }

    /** What it allows to do: the part after the colon. */
    public String action() {
        return name.substring(name.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
