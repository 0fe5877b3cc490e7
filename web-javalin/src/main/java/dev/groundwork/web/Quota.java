package dev.groundwork.web;

import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.ServerValues;
import java.time.Duration;

/**
 * What one client's requests are counted against; how many there may be is a setting. Whoever is signed in counts as one client,
 * everybody else by their address.
 */
public enum Quota {
    /** Reading and changing things; counted by each node for itself. */
    API,

    /** Passwords and links: generous for an office behind one address, useless for guessing. */
    SIGN_IN,

    /** What makes a mail go out; charged once it is known what is wanted, beside {@link #SIGN_IN} for what is refused. */
    MAIL,

    /** What is read as a whole, which may take an hour. */
    EXPORT;

    /** The budget as the settings have it now. */
    Budget budget(ServerValues settings) {
        return switch (this) {
            case API -> new Budget("api", settings.get(ServerSetting.API_PER_MINUTE), Duration.ofMinutes(1));
            case SIGN_IN ->
                new Budget("sign-in", settings.get(ServerSetting.SIGN_INS_PER_MINUTE), Duration.ofMinutes(1));
            case MAIL -> new Budget("mail", settings.get(ServerSetting.MAILS_PER_TEN_MINUTES), Duration.ofMinutes(10));
            case EXPORT -> new Budget("export", settings.get(ServerSetting.EXPORTS_PER_HOUR), Duration.ofHours(1));
        };
    }

    /** Whether all nodes count together: worth a journey to the shared count only where it keeps somebody from guessing or mailing. */
    boolean isShared() {
        return this != API;
    }
}
