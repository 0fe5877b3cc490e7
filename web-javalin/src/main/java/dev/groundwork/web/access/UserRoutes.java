package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.SsnVault;
import dev.groundwork.application.access.Users;
import dev.groundwork.application.account.Accounts;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import dev.groundwork.web.account.PersonJson;
import dev.groundwork.web.account.UserJson;
import dev.groundwork.web.session.SessionJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Other people's accounts. */
public final class UserRoutes {
    private static final String USER = "/v1/users/{uuid}";

    private final Users users;
    private final Accounts accounts;
    private final SsnVault ssns;
    private final IdempotentCreation creation;

    public UserRoutes(Groundwork groundwork) {
        this.users = groundwork.users();
        this.accounts = groundwork.accounts();
        this.ssns = groundwork.ssns();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/users")
                        .access(Access.permission(Permission.USERS_READ))
                        .list(UserQuery.MEMBERS)
                        .to(this::list),
                Route.post("/v1/users")
                        .access(Access.permission(Permission.USERS_CREATE))
                        .json(NewAccount.MEMBERS)
                        .to(this::create),
                Route.get(USER).access(Access.SIGNED_IN).to(this::find),
                Route.patch(USER)
                        .access(Access.permission(Permission.USERS_UPDATE))
                        .json(AccountChange.MEMBERS)
                        .to(this::change),
                Route.delete(USER)
                        .access(Access.permission(Permission.USERS_DELETE))
                        .to(this::delete),
                Route.get(USER + "/ssn")
                        .access(Access.permission(Permission.USERS_READ_SSN))
                        .to(this::ssn),
                Route.get(USER + "/sessions")
                        .access(Access.permission(Permission.SESSIONS_READ))
                        .list(Set.of())
                        .to(this::sessions),
                Route.delete(USER + "/sessions")
                        .access(Access.permission(Permission.SESSIONS_REVOKE))
                        .to(this::endSessions));
    }

    private Answer list(Exchange exchange) {
        UserQuery query = exchange.query(UserQuery::parse);
        return exchange.page(page -> users.list(exchange.actor(), query, page), UserJson::write);
    }

    private Answer create(Exchange exchange) {
        NewAccount wanted =
                exchange.body(input -> NewAccount.parse(input, accounts.passwordPolicy(), accounts.today()));
        return creation.run(
                exchange,
                id -> created(
                        exchange,
                        id == null
                                ? users.create(exchange.actor(), wanted)
                                : users.create(exchange.actor(), new UserId(id), wanted)),
                id -> created(exchange, whole(exchange, new UserId(id))));
    }

    private static Answer created(Exchange exchange, User user) {
        return exchange.created("/v1/users/" + user.id(), user.revision(), json -> UserJson.write(json, user));
    }

    private Answer find(Exchange exchange) {
        return switch (users.find(exchange.actor(), id(exchange))) {
            case Users.Whole(User user) -> whole(exchange, user);
            case Users.Outline(var person) -> exchange.outline(json -> PersonJson.write(json, person));
        };
    }

    private static Answer whole(Exchange exchange, User user) {
        return exchange.resource(user.revision(), json -> UserJson.write(json, user));
    }

    private Answer change(Exchange exchange) {
        UserId id = id(exchange);
        AccountChange change = exchange.body(input -> AccountChange.parse(input, accounts.today()));
        return whole(exchange, users.change(exchange.actor(), id, change, expectedVersion(exchange, id)));
    }

    private Answer delete(Exchange exchange) {
        UserId id = id(exchange);
        users.delete(exchange.actor(), id, expectedVersion(exchange, id));
        return Answer.noContent();
    }

    /** Without a tag: the digest of a number that has nine digits would tell the number. */
    private Answer ssn(Exchange exchange) {
        Ssn number = ssns.read(exchange.actor(), id(exchange));
        return Answer.json(200, JsonWriter.write(json -> json.object(() -> json.text("ssn", number.value()))));
    }

    private Answer sessions(Exchange exchange) {
        UserId id = id(exchange);
        return exchange.page(
                page -> users.sessions(exchange.actor(), id, page),
                (json, session) -> SessionJson.write(json, session, isCurrent(exchange, session)));
    }

    private static boolean isCurrent(Exchange exchange, Session session) {
        return exchange.actor() instanceof Actor.User user && user.session().equals(session.handle());
    }

    private Answer endSessions(Exchange exchange) {
        UserId id = id(exchange);
        users.endSessions(exchange.actor(), id, expectedVersion(exchange, id));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange, UserId id) {
        return exchange.expectedVersion(() -> revision(exchange, id));
    }

    private Revision revision(Exchange exchange, UserId id) {
        return whole(exchange, id).revision();
    }

    private User whole(Exchange exchange, UserId id) {
        return switch (users.find(exchange.actor(), id)) {
            case Users.Whole(User user) -> user;
            case Users.Outline outline -> throw noSuchUser();
        };
    }

    static UserId id(Exchange exchange) {
        return new UserId(exchange.uuid(UserRoutes::noSuchUser));
    }

    private static Refused noSuchUser() {
        return Refused.notFound("There is no such account.");
    }
}
