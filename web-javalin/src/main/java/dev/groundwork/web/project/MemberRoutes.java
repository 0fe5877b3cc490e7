package dev.groundwork.web.project;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.project.Members;
import dev.groundwork.domain.account.PersonKey;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is in a project, and as what. */
public final class MemberRoutes {
    private static final String MEMBERS = "/v1/projects/{uuid}/members";
    private static final String MEMBER = MEMBERS + "/{user}";

    private final Members members;

    public MemberRoutes(Groundwork groundwork) {
        this.members = groundwork.members();
    }

    public List<Route> routes() {
        return List.of(
                Route.get(MEMBERS).access(Access.SIGNED_IN).list(Set.of()).to(this::list),
                Route.get(MEMBER).access(Access.SIGNED_IN).to(this::find),
                Route.put(MEMBER)
                        .access(Access.SIGNED_IN)
                        .json(Membership.MEMBERS)
                        .to(this::put),
                Route.delete(MEMBER).access(Access.SIGNED_IN).to(this::remove));
    }

    private Answer list(Exchange exchange) {
        ProjectId project = project(exchange);
        return exchange.page(page -> members.list(exchange.actor(), project, page), MemberJson::write);
    }

    private Answer find(Exchange exchange) {
        return shown(exchange, members.find(exchange.actor(), project(exchange), person(exchange)));
    }

    private static Answer shown(Exchange exchange, Member member) {
        return exchange.resource(member.revision(), json -> MemberJson.write(json, member));
    }

    private Answer put(Exchange exchange) {
        ProjectId project = project(exchange);
        PersonKey person = person(exchange);
        Membership wanted = exchange.body(Membership::parse);
        Members.Joined joined =
                members.put(exchange.actor(), project, person, wanted, expectedVersion(exchange, project, person));
        Member member = joined.member();
        String path = "/v1/projects/" + project + "/members/" + member.person().id();
        return joined.created()
                ? exchange.created(path, member.revision(), json -> MemberJson.write(json, member))
                : shown(exchange, member);
    }

    private Answer remove(Exchange exchange) {
        ProjectId project = project(exchange);
        PersonKey person = person(exchange);
        members.remove(exchange.actor(), project, person, expectedVersion(exchange, project, person));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange, ProjectId project, PersonKey person) {
        return exchange.expectedVersion(
                () -> members.find(exchange.actor(), project, person).revision());
    }

    private static ProjectId project(Exchange exchange) {
        return new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
    }

    private static PersonKey person(Exchange exchange) {
        return exchange.name("user", PersonKey::parse, ProjectAccess::noSuchMember);
    }
}
