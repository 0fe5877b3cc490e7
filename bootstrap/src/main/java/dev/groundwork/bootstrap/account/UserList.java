package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Accounts as a terminal or another program wants to read them. */
public final class UserList {
    private static final List<String> TITLES =
            List.of("EMAIL", "USERNAME", "NAME", "STATUS", "VERIFIED", "LAST SIGN-IN", "CREATED");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** RFC 3339 in UTC, as the API writes it. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private int[] widths = new int[0];

    public UserList(PrintWriter out) {
        this.out = out;
    }

    /** An object a line, with the names of the API. */
    public void json(List<User> users) {
        users.forEach(user -> out.println(MAPPER.writeValueAsString(members(user))));
    }

    /** Rows under titles; columns are as wide as the first page needs them. */
    public void table(List<User> users) {
        List<List<String>> rows = users.stream().map(UserList::cells).collect(Collectors.toCollection(ArrayList::new));
        if (widths.length == 0) {
            rows.addFirst(TITLES);
            widths = new int[TITLES.size()];
            for (List<String> row : rows) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
        }
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 2));
            }
            out.println(line.toString().stripTrailing());
        });
    }

    private static List<String> cells(User user) {
        Profile profile = user.profile();
        String name = Stream.of(profile.firstName(), profile.lastName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return List.of(
                user.email().value(),
                profile.username() == null ? "-" : profile.username().value(),
                name.isEmpty() ? "-" : name,
                status(user),
                user.emailVerified() ? "yes" : "no",
                minute(user.activity().lastLoginAt()),
                minute(user.revision().createdAt()));
    }

    private static String status(User user) {
        return user.status().name().toLowerCase(Locale.ROOT);
    }

    private static String minute(@Nullable Instant moment) {
        return moment == null ? "-" : MINUTE.format(moment);
    }

    private static Map<String, @Nullable Object> members(User user) {
        Profile profile = user.profile();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", user.id().toString());
        members.put("email", user.email().value());
        members.put("username", text(profile.username()));
        members.put("firstName", profile.firstName());
        members.put("lastName", profile.lastName());
        members.put("avatarUrl", profile.avatarUrl());
        members.put("emailVerified", user.emailVerified());
        members.put("phone", profile.phone());
        members.put("dateOfBirth", text(profile.dateOfBirth()));
        members.put("timezone", profile.preferences().timezone());
        members.put("language", profile.preferences().language());
        members.put("status", status(user));
        members.put("lastLoginAt", time(user.activity().lastLoginAt()));
        members.put("passwordChangedAt", time(user.activity().passwordChangedAt()));
        members.put("createdAt", time(user.revision().createdAt()));
        members.put("updatedAt", time(user.revision().updatedAt()));
        return members;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String time(@Nullable Instant moment) {
        return moment == null ? null : TIME.format(moment);
    }
}
