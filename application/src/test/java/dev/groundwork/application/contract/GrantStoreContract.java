package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.GrantStore} promises. */
public interface GrantStoreContract extends StoreContract {
    /** When the grants of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00Z");

    @Test
    default void countsActiveVerifiedAccountsWithTheRoleAdmin() {
        int before = count(END.minusMillis(1));
        Scene scene = new Scene(work());
        grant(scene.user().id(), null, null);
        grant(scene.unverified(Profile.EMPTY).id(), null, null);

        assertThat(count(END.minusMillis(1))).isEqualTo(before + 1);
    }

    @Test
    default void countsAGrantUntilBeforeItsEnd() {
        int before = count(END.minusMillis(1));
        int after = count(END);
        grant(new Scene(work()).user().id(), null, END);

        assertThat(count(END.minusMillis(1))).isEqualTo(before + 1);
        assertThat(count(END)).isEqualTo(after);
    }

    @Test
    default void replacesAGrantThatIsThere() {
        UserId user = new Scene(work()).user().id();
        int before = count(END);
        grant(user, null, END);
        grant(user, null, null);

        assertThat(count(END)).isEqualTo(before + 1);
    }

    @Test
    default void raisesTheVersionOfAGrantThatIsReplaced() {
        UserId user = new Scene(work()).user().id();
        grant(user, null, END);
        Revision first = find(user);
        grant(user, null, null);

        assertThat(find(user).version()).isEqualTo(first.version() + 1);
        assertThat(find(user).createdAt()).isEqualTo(first.createdAt());
    }

    @Test
    default void letsOneOfTwentyMakeTheNextAdministrator() {
        int before = count(END.minusMillis(1));
        Scene scene = new Scene(work());

        List<Boolean> made = Together.run(number -> {
            User user = scene.user();
            return work().in(Scene.system(), tx -> {
                tx.grants().lockAdministrators();
                boolean first = tx.grants().countAdministrators(END.minusMillis(1)) == before;
                if (first) {
                    tx.grants().grant(user.id(), RoleName.ADMIN, null, END);
                }
                return first;
            });
        });

        assertThat(made).containsOnlyOnce(true);
    }

    @Test
    default void entersGrantsIntoTheAuditTrail() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        UserId by = scene.user().id();
        grant(user, by, null);
        grant(user, by, END);

        List<Activity> history = work().in(
                        Scene.system(), tx -> tx.activities().list("user_roles", user + ":admin", Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(1).changes())
                .containsEntry("user", new FieldChange(null, user.toString()))
                .containsEntry("role", new FieldChange(null, "admin"))
                .containsEntry("assignedBy", new FieldChange(null, by.toString()));
        assertThat(history.get(0).changes()).containsKey("expiresAt").doesNotContainKeys("user", "role", "assignedBy");
    }

    private void grant(UserId user, @Nullable UserId by, @Nullable Instant expiresAt) {
        work().run(Scene.system(), tx -> tx.grants().grant(user, RoleName.ADMIN, by, expiresAt));
    }

    private Revision find(UserId user) {
        return work().in(
                        Scene.system(),
                        tx -> tx.grants()
                                .find(user, RoleName.ADMIN)
                                .orElseThrow()
                                .revision());
    }

    private int count(Instant now) {
        return work().<Integer>in(Scene.system(), tx -> tx.grants().countAdministrators(now));
    }
}
