package dev.groundwork.application;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.session.SessionCache;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Everything that {@link Groundwork} needs from outside; any of it may be swapped alone, by the {@code with…} methods.
 *
 * @param clock the database's clock, as this node measures it
 */
public record Ports(
        Work work,
        InstantSource clock,
        Ids ids,
        Randomness randomness,
        PasswordHasher passwordHasher,
        PasswordStrength passwordStrength,
        Mailer mailer,
        UserCache userCache,
        SessionCache sessionCache,
        RateLimiter rateLimiter) {
    public Ports {
        Objects.requireNonNull(work);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(ids);
        Objects.requireNonNull(randomness);
        Objects.requireNonNull(passwordHasher);
        Objects.requireNonNull(passwordStrength);
        Objects.requireNonNull(mailer);
        Objects.requireNonNull(userCache);
        Objects.requireNonNull(sessionCache);
        Objects.requireNonNull(rateLimiter);
    }

    public Ports withWork(Work other) {
        return new Ports(
                other,
                clock,
                ids,
                randomness,
                passwordHasher,
                passwordStrength,
                mailer,
                userCache,
                sessionCache,
                rateLimiter);
    }

    public Ports withClock(InstantSource other) {
        return new Ports(
                work,
                other,
                ids,
                randomness,
                passwordHasher,
                passwordStrength,
                mailer,
                userCache,
                sessionCache,
                rateLimiter);
    }

    public Ports withIds(Ids other) {
        return new Ports(
                work,
                clock,
                other,
                randomness,
                passwordHasher,
                passwordStrength,
                mailer,
                userCache,
                sessionCache,
                rateLimiter);
    }

    public Ports withRandomness(Randomness other) {
        return new Ports(
                work,
                clock,
                ids,
                other,
                passwordHasher,
                passwordStrength,
                mailer,
                userCache,
                sessionCache,
                rateLimiter);
    }

    public Ports withPasswordHasher(PasswordHasher other) {
        return new Ports(
                work, clock, ids, randomness, other, passwordStrength, mailer, userCache, sessionCache, rateLimiter);
    }

    public Ports withPasswordStrength(PasswordStrength other) {
        return new Ports(
                work, clock, ids, randomness, passwordHasher, other, mailer, userCache, sessionCache, rateLimiter);
    }

    public Ports withMailer(Mailer other) {
        return new Ports(
                work,
                clock,
                ids,
                randomness,
                passwordHasher,
                passwordStrength,
                other,
                userCache,
                sessionCache,
                rateLimiter);
    }

    public Ports withUserCache(UserCache other) {
        return new Ports(
                work,
                clock,
                ids,
                randomness,
                passwordHasher,
                passwordStrength,
                mailer,
                other,
                sessionCache,
                rateLimiter);
    }

    public Ports withSessionCache(SessionCache other) {
        return new Ports(
                work, clock, ids, randomness, passwordHasher, passwordStrength, mailer, userCache, other, rateLimiter);
    }

    public Ports withRateLimiter(RateLimiter other) {
        return new Ports(
                work, clock, ids, randomness, passwordHasher, passwordStrength, mailer, userCache, sessionCache, other);
    }
}
