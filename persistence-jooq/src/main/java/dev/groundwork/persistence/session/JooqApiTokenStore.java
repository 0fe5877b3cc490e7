package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.API_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.session.ApiTokenStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.HeldPermissions;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SelectField;

/** API tokens in {@code app.api_tokens}. */
public final class JooqApiTokenStore implements ApiTokenStore {
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private static final Condition LIVE = API_TOKENS.REVOKED_AT.isNull();

    private static final SelectField<ApiToken> TOKEN = row(
                    API_TOKENS.HANDLE,
                    field(select(USERS.UUID).from(USERS).where(USERS.ID.eq(API_TOKENS.USER_ID))),
                    API_TOKENS.NAME,
                    row(API_TOKENS.PERMISSIONS, API_TOKENS.PROJECTS).mapping(ApiToken.Scope::new),
                    API_TOKENS.CREATED_AT,
                    API_TOKENS.LAST_USED_AT,
                    API_TOKENS.EXPIRES_AT)
            .mapping(ApiToken::new);

    private final Unit unit;

    public JooqApiTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public ApiToken add(SessionHandle handle, UserId owner, TokenHash token, NewApiToken content) {
        return unit.sql()
                .insertInto(API_TOKENS)
                .set(API_TOKENS.HANDLE, handle)
                .set(API_TOKENS.TOKEN_HASH, token)
                .set(API_TOKENS.USER_ID, Persons.idOf(owner))
                .set(API_TOKENS.NAME, content.name())
                .set(API_TOKENS.PERMISSIONS, content.scope().permissions())
                .set(API_TOKENS.PROJECTS, content.scope().projects())
                .set(API_TOKENS.EXPIRES_AT, content.expiresAt())
                .returningResult(TOKEN)
                .fetchSingle()
                .value1();
    }

    @Override
    public Page<ApiToken> list(UserId owner, Page.Request page) {
        Keyset order = Keyset.descending("tokens of " + owner, API_TOKENS.CREATED_AT, API_TOKENS.ID);
        return order.page(
                page,
                unit.sql()
                        .select(TOKEN, API_TOKENS.CREATED_AT, API_TOKENS.ID)
                        .from(API_TOKENS)
                        .where(API_TOKENS.USER_ID.eq(Persons.idOf(owner)), LIVE, order.from(page))
                        .orderBy(order.order())
                        .limit(Keyset.rows(page))
                        .fetch(),
                found -> found.value1());
    }

    @Override
    public boolean end(UserId owner, SessionHandle handle) {
        return end(API_TOKENS.USER_ID.eq(Persons.idOf(owner)).and(API_TOKENS.HANDLE.eq(handle))) > 0;
    }

    @Override
    public void endAll(UserId owner) {
        end(API_TOKENS.USER_ID.eq(Persons.idOf(owner)));
    }

    private int end(Condition meant) {
        return unit.sql()
                .update(API_TOKENS)
                .set(API_TOKENS.REVOKED_AT, unit.now())
                .where(meant, LIVE)
                .execute();
    }

    @Override
    public Optional<TokenAuthority> findAuthority(TokenHash token) {
        return unit.sql()
                .select(TOKEN, USERS.STATUS, HeldPermissions.of(API_TOKENS.USER_ID, unit.now()))
                .from(API_TOKENS)
                .join(USERS)
                .on(USERS.ID.eq(API_TOKENS.USER_ID))
                .where(API_TOKENS.TOKEN_HASH.eq(token), LIVE)
                .fetchOptional(mapping(TokenAuthority::new));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        unit.sql()
                .update(API_TOKENS)
                .set(API_TOKENS.LAST_USED_AT, at)
                .where(
                        API_TOKENS.HANDLE.eq(handle),
                        API_TOKENS.LAST_USED_AT.isNull().or(API_TOKENS.LAST_USED_AT.le(at.minus(TOUCHED_EVERY))))
                .execute();
    }
}
