package dev.groundwork.application.memory;

import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import org.jspecify.annotations.Nullable;

/** An account beside its password's hash: a row of the table users. */
record Account(User user, @Nullable PasswordHash password) {

    boolean isDeleted() {
        return user.status() == UserStatus.DELETED;
    }

    /** Whether the name belongs to it: an unverified account's does not count, a deleted one's is free again. */
    boolean ownsName(String canonical) {
        Username username = user.profile().username();
        return username != null && username.canonical().equals(canonical) && user.emailVerified() && !isDeleted();
    }

    Columns recorded() {
        Profile profile = user.profile();
        return new Columns()
                .with("email", user.email())
                .with("username", profile.username())
                .withSecret("passwordHash", password)
                .with("firstName", profile.firstName())
                .with("lastName", profile.lastName())
                .with("avatarUrl", profile.avatarUrl())
                .with("emailVerified", user.emailVerified())
                .with("phone", profile.phone())
                .with("dateOfBirth", profile.dateOfBirth())
                .with("timezone", profile.preferences().timezone())
                .with("language", profile.preferences().language())
                .with("status", user.status())
                .with("passwordChangedAt", user.activity().passwordChangedAt());
    }
}
