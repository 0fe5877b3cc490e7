package dev.groundwork.persistence;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.setting.SettingKey;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.TaskId;
import java.io.Serial;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.JSONB;
import org.jooq.impl.AbstractBinding;

/** How a column's type becomes a domain type; named by the forced types in this module's {@code pom.xml}. */
public final class Columns {
    private Columns() {}

    public static Converter<UUID, UserId> userId() {
        return Converter.ofNullable(UUID.class, UserId.class, UserId::new, UserId::value);
    }

    public static Converter<UUID, ProjectId> projectId() {
        return Converter.ofNullable(UUID.class, ProjectId.class, ProjectId::new, ProjectId::value);
    }

    public static Converter<UUID, TaskId> taskId() {
        return Converter.ofNullable(UUID.class, TaskId.class, TaskId::new, TaskId::value);
    }

    public static Converter<String, EmailAddress> emailAddress() {
        return Converter.ofNullable(String.class, EmailAddress.class, EmailAddress::new, EmailAddress::value);
    }

    public static Converter<String, Username> username() {
        return Converter.ofNullable(String.class, Username.class, Username::new, Username::value);
    }

    public static Converter<String, PasswordHash> passwordHash() {
        return Converter.ofNullable(String.class, PasswordHash.class, PasswordHash::new, PasswordHash::value);
    }

    public static Converter<String, TokenHash> tokenHash() {
        return Converter.ofNullable(String.class, TokenHash.class, TokenHash::new, TokenHash::value);
    }

    public static Converter<String, SessionHandle> sessionHandle() {
        return Converter.ofNullable(String.class, SessionHandle.class, SessionHandle::new, SessionHandle::value);
    }

    public static Converter<String, RoleName> roleName() {
        return Converter.ofNullable(String.class, RoleName.class, RoleName::new, RoleName::value);
    }

    public static Converter<String, Permission> permission() {
        return Converter.ofNullable(String.class, Permission.class, Permission::new, Permission::name);
    }

    /** An enum's constant as the word in lower case that the schema has for it. */
    public static <E extends Enum<E>> Converter<String, E> word(Class<E> type) {
        return Converter.ofNullable(
                String.class,
                type,
                word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)),
                constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    public static Converter<JSONB, JsonObject> jsonObject() {
        return Converter.ofNullable(
                JSONB.class,
                JsonObject.class,
                stored -> Json.object(stored.data()),
                object -> JSONB.valueOf(Json.write(object.members())));
    }

    public static Converter<JSONB, JsonValue> jsonValue() {
        return Converter.ofNullable(
                JSONB.class, JsonValue.class, Columns::readable, value -> JSONB.valueOf(Json.write(value.value())));
    }

    /** What is beyond our bounds, because somebody wrote it into the table, counts as null: one such row must stop nobody. */
    private static JsonValue readable(JSONB stored) {
        try {
            return Json.value(stored.data());
        } catch (Refused beyond) {
            return JsonValue.copyOf(null);
        }
    }

    /** As {@link #jsonObject}; what is beyond our bounds becomes rules that are none, so that the one flag is broken alone. */
    public static Converter<JSONB, JsonObject> flagRules() {
        return Converter.ofNullable(
                JSONB.class,
                JsonObject.class,
                stored -> {
                    try {
                        return Json.object(stored.data());
                    } catch (Refused beyond) {
                        return JsonObject.copyOf(Map.of("unreadable", true));
                    }
                },
                object -> JSONB.valueOf(Json.write(object.members())));
    }

    public static Converter<String, FlagName> flagName() {
        return Converter.ofNullable(String.class, FlagName.class, FlagName::new, FlagName::value);
    }

    public static Converter<String, SettingKey> settingKey() {
        return Converter.ofNullable(String.class, SettingKey.class, SettingKey::new, SettingKey::value);
    }

    public static Converter<JSONB, Labels> labels() {
        return Converter.ofNullable(
                JSONB.class,
                Labels.class,
                stored -> new Labels(Json.list(stored.data()).stream()
                        .map(String.class::cast)
                        .toList()),
                labels -> JSONB.valueOf(Json.write(labels.values())));
    }

    /** The names of permissions. */
    @SuppressWarnings("unchecked") // a class literal can't name the set's argument
    public static Converter<JSONB, Set<Permission>> permissions() {
        return Converter.ofNullable(
                JSONB.class,
                (Class<Set<Permission>>) (Class<?>) Set.class,
                stored -> Json.list(stored.data()).stream()
                        .map(name -> new Permission(String.valueOf(name)))
                        .collect(Collectors.toUnmodifiableSet()),
                permissions -> JSONB.valueOf(Json.write(
                        permissions.stream().map(Permission::name).sorted().toList())));
    }

    /** A member's own permissions, by {@link ProjectRight#key()}. */
    @SuppressWarnings("unchecked") // a class literal can't name the map's arguments
    public static Converter<JSONB, Map<ProjectRight, Boolean>> memberRights() {
        return Converter.ofNullable(
                JSONB.class,
                (Class<Map<ProjectRight, Boolean>>) (Class<?>) Map.class,
                Columns::readRights,
                rights -> JSONB.valueOf(Json.write(byKey(rights))));
    }

    /** An IP address as text. */
    public static Binding<Object, String> inet() {
        return new Inet();
    }

    private static Map<ProjectRight, Boolean> readRights(JSONB stored) {
        Map<ProjectRight, Boolean> rights = new EnumMap<>(ProjectRight.class);
        Json.object(stored.data())
                .members()
                .forEach((key, value) -> rights.put(
                        ProjectRight.of(key)
                                .orElseThrow(() -> new IllegalArgumentException("no right of a member: " + key)),
                        (Boolean) value));
        return rights;
    }

    private static Map<String, Boolean> byKey(Map<ProjectRight, Boolean> rights) {
        Map<String, Boolean> byKey = new LinkedHashMap<>();
        rights.forEach((right, given) -> byKey.put(right.key(), given));
        return byKey;
    }

    /** PostgreSQL takes a parameter for its {@code inet} only where it is cast. */
    private static final class Inet extends AbstractBinding<Object, String> {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Converter<Object, String> converter() {
            return Converter.ofNullable(Object.class, String.class, Object::toString, address -> address);
        }

        @Override
        protected void sqlBind(BindingSQLContext<String> context) {
            context.render().sql("cast(? as inet)");
        }

        @Override
        public void set(BindingSetStatementContext<String> context) throws SQLException {
            context.statement().setString(context.index(), context.value());
        }

        @Override
        public void get(BindingGetResultSetContext<String> context) throws SQLException {
            context.value(context.resultSet().getString(context.index()));
        }
    }
}
