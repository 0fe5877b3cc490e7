package dev.groundwork.web.project;

import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;

/** Somebody in a project, as the others in it see them. */
final class MemberJson {
    private MemberJson() {}

    static void write(JsonWriter json, Member member) {
        Membership membership = member.membership();
        json.object(() -> {
            json.member("user", member.person(), PersonJson::write);
            json.constant("role", membership.role());
            json.object("permissions", () -> {
                for (ProjectRight right : ProjectRight.values()) {
                    Boolean given = membership.permissions().get(right);
                    if (given != null) {
                        json.bool(right.key(), given);
                    }
                }
            });
            json.time("joinedAt", member.joinedAt());
        });
    }
}
