package dev.groundwork.application.session;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The tokens of scripts, scrapers and other services. As the service only. */
public interface ApiTokenStore {

    /** All that decides whether a token counts, read in one go from the truth. */
    record TokenAuthority(ApiToken token, UserStatus status, Permissions permissionsOfOwner) {
        public TokenAuthority {
            Objects.requireNonNull(token);
            Objects.requireNonNull(status);
            Objects.requireNonNull(permissionsOfOwner);
        }
    }

    /** Adds a token. */
    ApiToken add(SessionHandle handle, UserId owner, TokenHash token, NewApiToken content);

    /** The owner's tokens that were not ended, the newest first; expired ones too. */
    Page<ApiToken> list(UserId owner, Page.Request page);

    /** Ends a token of that owner's; false where there is none, or it was ended before. */
    boolean end(UserId owner, SessionHandle handle);

    /** Ends every token of the owner's. */
    void endAll(UserId owner);

    /** Empty where there is no such token, or it was ended. One query. */
    Optional<TokenAuthority> findAuthority(TokenHash token);

    /** Notes that the token was used, at most once a minute; neither audited nor a change of a version. */
    void touch(SessionHandle handle, Instant at);
}
