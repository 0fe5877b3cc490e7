package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.impl.DSL.row;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.Username;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** An account as the stores read and write it. */
public final class Users {
    private static final SelectField<Profile> PROFILE = row(
                    USERS.USERNAME,
                    USERS.FIRST_NAME,
                    USERS.LAST_NAME,
                    USERS.AVATAR_URL,
                    USERS.PHONE,
                    USERS.DATE_OF_BIRTH,
                    row(USERS.TIMEZONE, USERS.LANGUAGE).mapping(Preferences::new))
            .mapping(Profile::new);

    /** Every column but the secret ones, which not even their owner's role may read. */
    public static final SelectField<User> USER = row(
                    USERS.UUID,
                    USERS.EMAIL,
                    USERS.EMAIL_VERIFIED,
                    PROFILE,
                    USERS.STATUS,
                    row(USERS.LAST_LOGIN_AT, USERS.PASSWORD_CHANGED_AT).mapping(User.Activity::new),
                    row(USERS.CREATED_AT, USERS.UPDATED_AT, USERS.VERSION).mapping(Revision::new))
            .mapping(User::new);

    static final String USERNAME_KEY = "users_username_canonical_key";
    static final String EMAIL_KEY = "users_email_canonical_key";

    private Users() {}

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
