package dev.groundwork.application.memory;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import org.jspecify.annotations.Nullable;

/** A row of {@code projects}: the owner by id, since what they are called may change. */
record StoredProject(
        ProjectId id,
        String name,
        @Nullable String description,
        UserId owner,
        ProjectStatus status,
        Visibility visibility,
        JsonObject settings,
        Revision revision) {

    static StoredProject active(ProjectId id, NewProject project, UserId owner, Revision revision) {
        return new StoredProject(
                id,
                project.name(),
                project.description(),
                owner,
                ProjectStatus.ACTIVE,
                project.visibility(),
                project.settings(),
                revision);
    }

    StoredProject ownedBy(UserId heir, Revision next) {
        return new StoredProject(id, name, description, heir, status, visibility, settings, next);
    }

    StoredProject with(ProjectStatus other, Revision next) {
        return new StoredProject(id, name, description, owner, other, visibility, settings, next);
    }

    /** All of that project but its owner. */
    StoredProject with(Project other, Revision next) {
        return new StoredProject(
                id,
                other.name(),
                other.description(),
                owner,
                other.status(),
                other.visibility(),
                other.settings(),
                next);
    }

    Project withOwner(Person person) {
        return new Project(id, name, description, person, status, visibility, settings, revision);
    }

    Columns recorded() {
        return new Columns()
                .with("name", name)
                .with("description", description)
                .with("owner", owner)
                .with("status", status)
                .with("visibility", visibility)
                .with("settings", settings);
    }
}
