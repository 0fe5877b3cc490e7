package dev.groundwork.domain.session;

import java.time.Duration;

/**
 * How long credentials last.
 *
 * @param accessToken of one access token, 1 to 60 minutes
 * @param refreshToken of one refresh token, 1 to 30 days; each refresh starts it anew
 * @param session of a token session however often it refreshes, 30 days at most
 * @param cookie of a cookie session, 1 to 720 hours
 */
public record SessionLifetimes(Duration accessToken, Duration refreshToken, Duration session, Duration cookie) {
    public static final SessionLifetimes DEFAULT =
            new SessionLifetimes(Duration.ofMinutes(10), Duration.ofDays(7), Duration.ofDays(30), Duration.ofHours(24));
}
