package dev.groundwork.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditAccessTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Origin ORIGIN = Origin.internal("test");
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final UserId BOB = new UserId(new UUID(0, 2));
    /** Until a second from now. */
    private static final Permissions AUDITS =
            new Permissions(List.of(new HeldPermission(Permission.AUDIT_READ, RoleName.ADMIN, NOW.plusSeconds(1))));

    @Test
    void readsOnesOwnHistoryAndNobodyElses() {
        AuditAccess access = AuditAccess.of(user(Permissions.NONE, Reach.WHOLE), NOW);
        access.requireHistoryOf(ADA);
        assertThat(refusal(access, BOB)).isInstanceOf(Refusal.Forbidden.class);
        assertThat(access.isOwn(ADA)).isTrue();
        assertThat(access.isOwn(BOB)).isFalse();
    }

    @Test
    void anAuditorReadsEverybodysWhileTheGrantLasts() {
        Actor auditor = user(AUDITS, Reach.WHOLE);
        AuditAccess.of(auditor, NOW).requireHistoryOf(BOB);
        assertThat(refusal(AuditAccess.of(auditor, NOW.plusSeconds(1)), BOB)).isInstanceOf(Refusal.Forbidden.class);
    }

    @Test
    void nobodySignedInReadsNobodysHistory() {
        assertThat(refusal(AuditAccess.of(new Actor.Anonymous(ORIGIN), NOW), ADA))
                .isInstanceOf(Refusal.Unauthenticated.class);
    }

    @Test
    void anAuditorsTokenReadsOthersHistoryAndNotItsOwnersAccount() {
        AuditAccess token = AuditAccess.of(user(AUDITS, Reach.ofToken(Reach.ProjectReach.NONE)), NOW);
        token.requireHistoryOf(BOB);
        assertThat(refusal(token, ADA)).isInstanceOf(Refusal.Forbidden.class);
    }

    @Test
    void showsFromWhereOneActedOneselfAndOthersToAuditorsAlone() {
        AuditAccess reader = AuditAccess.of(user(Permissions.NONE, Reach.WHOLE), NOW);
        AuditAccess auditor = AuditAccess.of(user(AUDITS, Reach.WHOLE), NOW);
        AuditAccess nobody = AuditAccess.of(new Actor.Anonymous(ORIGIN), NOW);
        Activity own = by(new Activity.ByPerson(new Person(ADA, null, null, null, null)));
        assertThat(reader.shown(own)).isEqualTo(own);
        assertThat(nobody.shown(own)).isEqualTo(own.withoutSource());
        for (Activity others : List.of(
                by(new Activity.ByPerson(new Person(BOB, null, null, null, null))),
                by(new Activity.BySystem("test")),
                by(new Activity.ByNobody()))) {
            assertThat(reader.shown(others)).isEqualTo(others.withoutSource());
            assertThat(auditor.shown(others)).isEqualTo(others);
        }
    }

    private static Refusal refusal(AuditAccess access, UserId account) {
        return Refusals.refusalOf(() -> access.requireHistoryOf(account));
    }

    private static Actor user(Permissions permissions, Reach reach) {
        return new Actor.User(ADA, new SessionHandle("abcdefghijklmnopqrstuv"), permissions, reach, ORIGIN);
    }

    private static Activity by(Activity.By actor) {
        return new Activity(
                "7",
                NOW,
                actor,
                Activity.UPDATE,
                "tasks",
                "t",
                Map.of("title", new Activity.FieldChange("a", "b")),
                null,
                new Activity.Source("handle", new Origin("192.0.2.7", "agent", "request")));
    }
}
