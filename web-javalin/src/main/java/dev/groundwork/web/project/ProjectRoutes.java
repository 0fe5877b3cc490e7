package dev.groundwork.web.project;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.Past;
import dev.groundwork.application.project.Projects;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.Route;
import java.util.List;

/** The projects. */
public final class ProjectRoutes {
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
                Route.post("/v1/projects")
                        .access(Access.SIGNED_IN)
                        .json(NewProject.MEMBERS)
                        .to(this::create),
                Route.get("/v1/projects/{uuid}")
                        .access(Access.ANYBODY)
                        .parameters("at")
                        .to(this::find));
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
        ProjectId id = new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
        Project project = exchange.at()
                .map(at -> past.project(exchange.actor(), id, at))
                .orElseGet(() -> projects.find(exchange.actor(), id));
        return exchange.resource(project.revision(), json -> ProjectJson.write(json, project));
    }
}
