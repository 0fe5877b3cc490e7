package dev.groundwork.application.session;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is signed in where. As the service only. */
public interface SessionStore {

    /** What a session is made from; where it came from is the actor's origin. */
    record NewSession(SessionHandle handle, UserId user, SessionMode mode, JsonObject device, Instant expiresAt) {
        public NewSession {
            Objects.requireNonNull(handle);
            Objects.requireNonNull(user);
            Objects.requireNonNull(mode);
            Objects.requireNonNull(device);
            Objects.requireNonNull(expiresAt);
        }
    }

    /** Adds a session. */
    Session add(NewSession session);

    /**
     * All that decides whether the session's credential counts, in one query; grants that have ended are left out.
     *
     * @return empty where there is no such session, or it was ended
     */
    Optional<Authority> findAuthority(SessionHandle handle);

    /** Notes that the session was used, at most once a minute; neither audited nor a change of a version. */
    void touch(SessionHandle handle, Instant at);

    /** The user's sessions that were not ended and have not expired by {@code now}, the last used first. */
    Page<Session> list(UserId user, Instant now, Page.Request page);

    /**
     * Ends a session of that user's, with its refresh tokens. Waits for a refresh that is under way, which then has no effect.
     *
     * @return whether it was ended by this call
     */
    boolean end(UserId user, SessionHandle handle);

    /** Ends every session of the user's but {@code except}, as {@link #end}. */
    void endAll(UserId user, @Nullable SessionHandle except);
}
