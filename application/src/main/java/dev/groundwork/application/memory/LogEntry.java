package dev.groundwork.application.memory;

import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code activity_logs}.
 *
 * @param by the signed-in user; null for the system, for nobody, and for somebody who may not act any more
 * @param project the project that the row belongs to, so that its members may read it
 * @param reason why, where somebody said so
 */
record LogEntry(
        long number,
        Instant at,
        Actor actor,
        @Nullable UserId by,
        String action,
        String resourceType,
        @Nullable String resourceId,
        @Nullable ProjectId project,
        Map<String, FieldChange> changes,
        @Nullable String reason) {}
