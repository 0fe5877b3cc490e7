package dev.groundwork.planted.db;

import dev.groundwork.planted.domain.project.CyclicProject;

public record Migrations(CyclicProject project) {}
