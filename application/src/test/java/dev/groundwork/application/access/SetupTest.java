package dev.groundwork.application.access;

import static dev.groundwork.application.World.ORIGIN;
import static dev.groundwork.application.World.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetupTest {
    private final World world = new World();
    private final Setup setup = world.groundwork().setup();

    @Test
    void mintsALinkWhileThereIsNoAdministrator() {
        String token = setup.open().orElseThrow();

        assertThat(token).matches("gws_[A-Za-z0-9_-]{43}");
        assertThat(setup.isOpen(ORIGIN, token)).isTrue();
        assertThat(setup.isOpen(ORIGIN, token + "x")).isFalse();
    }

    @Test
    void makesAVerifiedAdministratorByTheLink() {
        String token = setup.open().orElseThrow();

        User administrator = setup.createAdministrator(ORIGIN, token, administrator("root@example.org"));

        assertThat(administrator.emailVerified()).isTrue();
        Actor.User actor = world.groundwork()
                .sessions()
                .byAccessToken(world.signInWithTokens("root@example.org").accessToken(), ORIGIN);
        assertThat(Permission.OF_THE_SERVER).allMatch(permission -> actor.may(permission, World.START));
        assertThat(world.history("user_roles", administrator.id() + ":admin"))
                .singleElement()
                .satisfies(activity -> assertThat(activity.actor()).isEqualTo(new Activity.BySystem("setup")));
    }

    @Test
    void takesTheAddressFromWhoeverRegisteredItWithoutProof() {
        world.groundwork().accounts().register(ORIGIN, world.registration("root@example.org"));

        User administrator =
                setup.ensureAdministrator(administrator("root@example.org")).orElseThrow();

        assertThat(world.signInWithTokens("root@example.org").user().id()).isEqualTo(administrator.id());
    }

    @Test
    void closesEveryLinkWithTheFirstAdministrator() {
        String one = setup.open().orElseThrow();
        String other = setup.open().orElseThrow();
        assertThat(setup.isOpen(ORIGIN, one))
                .as("a link that another node minted")
                .isTrue();
        setup.createAdministrator(ORIGIN, one, administrator("root@example.org"));

        assertThat(setup.isOpen(ORIGIN, other)).isFalse();
        assertThat(setup.open()).isEmpty();
        assertThatThrownBy(() -> setup.createAdministrator(ORIGIN, other, administrator("eve@example.org")))
                .satisfies(Refusals.areConflictsAt());
    }

    @Test
    void refusesALinkThatNobodyMinted() {
        setup.open();

        assertThatThrownBy(() -> setup.createAdministrator(ORIGIN, "gws_x", administrator("eve@example.org")))
                .satisfies(Refusals.areInvalidAt("/token"));
    }

    @Test
    void refusesAnAddressThatHasAnAccountAndKeepsTheLink() {
        world.verified("ada@example.org");
        String token = setup.open().orElseThrow();

        assertThatThrownBy(() -> setup.createAdministrator(ORIGIN, token, administrator("ADA@example.org")))
                .satisfies(Refusals.areConflictsAt("/email"));
        assertThat(setup.isOpen(ORIGIN, token)).isTrue();
    }

    @Test
    void letsOneOfTwentyHaveTheLink() {
        String token = setup.open().orElseThrow();

        List<Boolean> made = IntStream.range(0, 20)
                .parallel()
                .mapToObj(number -> {
                    try {
                        setup.createAdministrator(ORIGIN, token, administrator("root" + number + "@example.org"));
                        return true;
                    } catch (Refused refused) {
                        return false;
                    }
                })
                .toList();

        assertThat(made).containsOnlyOnce(true);
    }

    @Test
    void makesTheConfiguredAdministratorOnce() {
        assertThat(setup.ensureAdministrator(administrator("root@example.org"))).isPresent();

        assertThat(setup.ensureAdministrator(administrator("other@example.org")))
                .isEmpty();
        assertThat(setup.open()).isEmpty();
    }

    @Test
    void refusesAConfiguredAdministratorWhoseAddressHasAnAccount() {
        world.verified("ada@example.org");

        assertThatThrownBy(() -> setup.ensureAdministrator(administrator("ada@example.org")))
                .satisfies(Refusals.areConflictsAt("/email"));
    }

    private NewAdministrator administrator(String email) {
        return NewAdministrator.parse(Input.of(Map.of("email", email, "password", PASSWORD)), setup.passwordPolicy());
    }
}
