package dev.groundwork.web.account;

import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.web.JsonWriter;

/** An account, as its owner sees it. */
public final class UserJson {
    private UserJson() {}

    public static void write(JsonWriter json, User user) {
        Profile profile = user.profile();
        json.object(() -> {
            json.text("id", user.id());
            json.text("email", user.email());
            json.text("username", profile.username());
            json.text("firstName", profile.firstName());
            json.text("lastName", profile.lastName());
            json.text("avatarUrl", profile.avatarUrl());
            json.bool("emailVerified", user.emailVerified());
            json.text("phone", profile.phone());
            json.text("dateOfBirth", profile.dateOfBirth());
            json.text("timezone", profile.preferences().timezone());
            json.text("language", profile.preferences().language());
            json.constant("status", user.status());
            json.time("lastLoginAt", user.activity().lastLoginAt());
            json.time("passwordChangedAt", user.activity().passwordChangedAt());
            json.time("createdAt", user.revision().createdAt());
            json.time("updatedAt", user.revision().updatedAt());
        });
    }
}
