package dev.groundwork.cache;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Copies to keep. */
final class Samples {
    private static final Instant THEN = Instant.parse("2026-11-24T10:00:00.123456Z");

    private Samples() {}

    static UserId newUserId() {
        return new UserId(UUID.randomUUID());
    }

    static User user(UserId id, long version) {
        return new User(
                id,
                new EmailAddress("ada@example.org"),
                true,
                new Profile(
                        new Username("ada"),
                        "Ada",
                        "Lovelace, née Byron",
                        "https://example.org/ada.png",
                        "+44 20 7946 0000",
                        LocalDate.of(1990, 12, 10),
                        new Preferences("Europe/London", "en-GB")),
                UserStatus.ACTIVE,
                new User.Activity(THEN, null),
                new Revision(THEN, THEN.plusSeconds(version), version));
    }

    static SessionHandle newHandle() {
        return new SessionHandle(UUID.randomUUID().toString().replace("-", "").substring(0, 22));
    }

    static Authority authority(SessionHandle handle, Instant readAt) {
        return new Authority(
                new Session(
                        handle,
                        new UserId(new UUID(1, 2)),
                        SessionMode.TOKEN,
                        JsonObject.copyOf(Map.of("sizes", Arrays.asList(1.5, 7, null, true))),
                        "192.0.2.7",
                        null,
                        THEN,
                        THEN,
                        THEN.plusSeconds(86_400)),
                UserStatus.ACTIVE,
                new Permissions(List.of(
                        new HeldPermission(Permission.AUDIT_READ, RoleName.ADMIN, null),
                        new HeldPermission(Permission.METRICS_READ, new RoleName("operator"), THEN))),
                readAt);
    }
}
