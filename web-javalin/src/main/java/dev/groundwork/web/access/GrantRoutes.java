package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Grants;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Explanation;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has which role, and why somebody may do something. */
public final class GrantRoutes {
    private static final String GRANT = "/v1/users/{uuid}/roles/{role}";
    private static final Access ASSIGN = Access.permission(Permission.ROLES_ASSIGN);

    private final Grants grants;

    public GrantRoutes(Groundwork groundwork) {
        this.grants = groundwork.grants();
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/users/{uuid}/roles")
                        .access(ASSIGN)
                        .list(Set.of())
                        .to(this::list),
                Route.put(GRANT).access(ASSIGN).optionalJson(Grant.MEMBERS).to(this::grant),
                Route.delete(GRANT).access(ASSIGN).to(this::revoke),
                Route.get("/v1/access/explain")
                        .access(Access.permission(Permission.ROLES_READ))
                        .parameters("user", "permission", "project")
                        .to(this::explain));
    }

    private Answer list(Exchange exchange) {
        UserId person = UserRoutes.id(exchange);
        return exchange.page(page -> grants.list(exchange.actor(), person, page), GrantJson::write);
    }

    private Answer grant(Exchange exchange) {
        UserId person = UserRoutes.id(exchange);
        RoleName role = role(exchange);
        Optional<Instant> end = exchange.body(input -> Optional.ofNullable(Grant.parseEnd(input, grants.now())));
        Grants.Granted granted =
                grants.grant(exchange.actor(), person, role, end.orElse(null), expectedVersion(exchange, person, role));
        Grant grant = granted.grant();
        String path = "/v1/users/" + person + "/roles/" + role;
        return granted.created()
                ? exchange.created(path, grant.revision(), json -> GrantJson.write(json, grant))
                : exchange.resource(grant.revision(), json -> GrantJson.write(json, grant));
    }

    private Answer revoke(Exchange exchange) {
        UserId person = UserRoutes.id(exchange);
        RoleName role = role(exchange);
        grants.revoke(exchange.actor(), person, role, expectedVersion(exchange, person, role));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange, UserId person, RoleName role) {
        return exchange.expectedVersion(() -> revision(exchange, person, role));
    }

    private Revision revision(Exchange exchange, UserId person, RoleName role) {
        return grants.list(exchange.actor(), person).stream()
                .filter(grant -> grant.role().equals(role))
                .map(Grant::revision)
                .findFirst()
                .orElseThrow(Refused::stale);
    }

    /** What is asked about; a right in a project, where one is named. */
    private record Question(
            UserId person, Permission permission, @Nullable ProjectId project) {
        private static Question parse(Input input) {
            var person = input.required("user", raw -> new UserId(Input.uuid().read(raw)));
            var permission = input.required("permission", Input.text(Permission::parse));
            var project =
                    input.optional("project", raw -> new ProjectId(Input.uuid().read(raw)));
            input.refuseIfInvalid();
            return new Question(person.get(), permission.get(), project.get());
        }
    }

    private Answer explain(Exchange exchange) {
        Question question = exchange.query(Question::parse);
        Explanation explanation =
                grants.explain(exchange.actor(), question.person(), question.permission(), question.project());
        return Answer.json(200, JsonWriter.write(json -> ExplanationJson.write(json, explanation)));
    }

    private static RoleName role(Exchange exchange) {
        return exchange.name("role", RoleName::parse, RoleRoutes::noSuchRole);
    }
}
