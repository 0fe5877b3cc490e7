package dev.groundwork.web.project;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.Past;
import dev.groundwork.application.project.Projects;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectChange;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.Transfer;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The projects. */
public final class ProjectRoutes {
    private static final String PROJECT = "/v1/projects/{uuid}";

    private final Projects projects;
    private final Past past;
    private final IdempotentCreation creation;

    public ProjectRoutes(Groundwork groundwork) {
        this.projects = groundwork.projects();
        this.past = groundwork.past();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/projects")
                        .access(Access.ANYBODY)
                        .list(ProjectQuery.MEMBERS)
                        .to(this::list),
                Route.post("/v1/projects")
                        .access(Access.SIGNED_IN)
                        .json(NewProject.MEMBERS)
                        .to(this::create),
                Route.get(PROJECT).access(Access.ANYBODY).parameters("at").to(this::find),
                Route.patch(PROJECT)
                        .access(Access.SIGNED_IN)
                        .json(ProjectChange.MEMBERS)
                        .to(this::change),
                Route.delete(PROJECT).access(Access.SIGNED_IN).to(this::delete),
                Route.post(PROJECT + "/transfer")
                        .access(Access.SIGNED_IN)
                        .json(Transfer.MEMBERS)
                        .to(this::transfer));
    }

    private Answer list(Exchange exchange) {
        ProjectQuery query = exchange.query(input -> ProjectQuery.parse(input, exchange.actor()));
        return exchange.page(page -> projects.list(exchange.actor(), query, page), ProjectJson::write);
    }

    private Answer create(Exchange exchange) {
        NewProject wanted = exchange.body(NewProject::parse);
        return creation.run(
                exchange,
                id -> created(
                        exchange,
                        id == null
                                ? projects.create(exchange.actor(), wanted)
                                : projects.create(exchange.actor(), new ProjectId(id), wanted)),
                id -> created(exchange, projects.find(exchange.actor(), new ProjectId(id))));
    }

    private static Answer created(Exchange exchange, Project project) {
        return exchange.created(
                "/v1/projects/" + project.id(), project.revision(), json -> ProjectJson.write(json, project));
    }

    private Answer find(Exchange exchange) {
        ProjectId id = id(exchange);
        return shown(
                exchange,
                exchange.at()
                        .map(at -> past.project(exchange.actor(), id, at))
                        .orElseGet(() -> projects.find(exchange.actor(), id)));
    }

    private static Answer shown(Exchange exchange, Project project) {
        return exchange.resource(project.revision(), json -> ProjectJson.write(json, project));
    }

    private Answer change(Exchange exchange) {
        ProjectId id = id(exchange);
        ProjectChange change = exchange.body(ProjectChange::parse);
        return shown(exchange, projects.change(exchange.actor(), id, change, expectedVersion(exchange, id)));
    }

    private Answer delete(Exchange exchange) {
        ProjectId id = id(exchange);
        projects.delete(exchange.actor(), id, expectedVersion(exchange, id));
        return Answer.noContent();
    }

    private Answer transfer(Exchange exchange) {
        ProjectId id = id(exchange);
        Transfer transfer = exchange.body(Transfer::parse);
        return shown(exchange, projects.transfer(exchange.actor(), id, transfer, expectedVersion(exchange, id)));
    }

    private @Nullable Long expectedVersion(Exchange exchange, ProjectId id) {
        return exchange.expectedVersion(
                () -> projects.find(exchange.actor(), id).revision());
    }

    private static ProjectId id(Exchange exchange) {
        return new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
    }
}
