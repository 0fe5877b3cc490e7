package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.USERS;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.Username;
import dev.groundwork.persistence.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** An account as the stores read and write it. */
public final class Users {
    /** Every column but the secret ones, which not even their owner's role may read. */
    public static final List<Field<?>> COLUMNS = List.of(
            USERS.UUID,
            USERS.EMAIL,
            USERS.EMAIL_VERIFIED,
            USERS.USERNAME,
            USERS.FIRST_NAME,
            USERS.LAST_NAME,
            USERS.AVATAR_URL,
            USERS.PHONE,
            USERS.DATE_OF_BIRTH,
            USERS.TIMEZONE,
            USERS.LANGUAGE,
            USERS.STATUS,
            USERS.LAST_LOGIN_AT,
            USERS.PASSWORD_CHANGED_AT,
            USERS.CREATED_AT,
            USERS.UPDATED_AT,
            USERS.VERSION);

    static final String USERNAME_KEY = "users_username_canonical_key";
    static final String EMAIL_KEY = "users_email_canonical_key";

    private Users() {}

    /** The account of a row with {@link #COLUMNS}. */
    public static User user(Values row) {
        return new User(
                row.get(USERS.UUID),
                row.get(USERS.EMAIL),
                row.get(USERS.EMAIL_VERIFIED),
                new Profile(
                        row.get(USERS.USERNAME),
                        row.get(USERS.FIRST_NAME),
                        row.get(USERS.LAST_NAME),
                        row.get(USERS.AVATAR_URL),
                        row.get(USERS.PHONE),
                        row.get(USERS.DATE_OF_BIRTH),
                        new Preferences(row.get(USERS.TIMEZONE), row.get(USERS.LANGUAGE))),
                row.get(USERS.STATUS),
                new User.Activity(row.get(USERS.LAST_LOGIN_AT), row.get(USERS.PASSWORD_CHANGED_AT)),
                new Revision(row.get(USERS.CREATED_AT), row.get(USERS.UPDATED_AT), row.get(USERS.VERSION)));
    }

    /** What a profile sets. */
    static Map<Field<?>, @Nullable Object> columns(Profile profile) {
        @Nullable Username username = profile.username();
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(USERS.USERNAME, username);
        columns.put(USERS.USERNAME_CANONICAL, username == null ? null : username.canonical());
        columns.put(USERS.FIRST_NAME, profile.firstName());
        columns.put(USERS.LAST_NAME, profile.lastName());
        columns.put(USERS.AVATAR_URL, profile.avatarUrl());
        columns.put(USERS.PHONE, profile.phone());
        columns.put(USERS.DATE_OF_BIRTH, profile.dateOfBirth());
        columns.put(USERS.TIMEZONE, profile.preferences().timezone());
        columns.put(USERS.LANGUAGE, profile.preferences().language());
        return columns;
    }
}
