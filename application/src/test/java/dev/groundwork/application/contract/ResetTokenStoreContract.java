package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.ResetTokenStore} promises. */
public interface ResetTokenStoreContract extends StoreContract {
    /** When the links of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00.123456Z");

    /** The last moment at which they count. */
    Instant BEFORE = END.minusNanos(1000);

    @Test
    default void letsChooseThePasswordOfWhomALinkWasMadeForOnce() {
        UserId user = user();
        TokenHash token = replace(user);

        assertThat(consume(token, BEFORE)).contains(user);
        assertThat(consume(token, BEFORE)).isEmpty();
    }

    @Test
    default void findsALinkWithoutUsingItUp() {
        UserId user = user();
        TokenHash token = replace(user);

        assertThat(find(token, BEFORE)).contains(user);
        assertThat(find(token, BEFORE)).contains(user);
        assertThat(find(token, END)).isEmpty();
        consume(token, BEFORE);
        assertThat(find(token, BEFORE)).isEmpty();
    }

    @Test
    default void usesUpALinkForOneOfTwenty() {
        TokenHash token = replace(user());

        List<Boolean> used = Together.run(number -> consume(token, BEFORE).isPresent());

        assertThat(used).containsOnlyOnce(true);
    }

    @Test
    default void countsALinkUntilBeforeItsEnd() {
        TokenHash token = replace(user());

        assertThat(consume(token, END)).isEmpty();
        assertThat(consume(token, BEFORE)).isPresent();
    }

    @Test
    default void knowsNoLinkThatWasNeverMade() {
        assertThat(consume(Fresh.token(), BEFORE)).isEmpty();
        assertThat(find(Fresh.token(), BEFORE)).isEmpty();
    }

    @Test
    default void voidsOlderLinksOfTheUserWithANewOne() {
        UserId user = user();
        TokenHash old = replace(user);
        TokenHash others = replace(user());
        TokenHash fresh = replace(user);

        assertThat(find(old, BEFORE)).isEmpty();
        assertThat(consume(old, BEFORE)).isEmpty();
        assertThat(consume(fresh, BEFORE)).contains(user);
        assertThat(consume(others, BEFORE)).as("somebody else's").isPresent();
    }

    @Test
    default void leavesOneOfTwentyThatAreMadeAtOnce() {
        UserId user = user();

        List<TokenHash> made = Together.run(number -> replace(user));

        assertThat(made.stream().filter(token -> find(token, BEFORE).isPresent()))
                .hasSize(1);
    }

    @Test
    default void voidsAllLinksOfTheUser() {
        UserId user = user();
        TokenHash token = replace(user);
        TokenHash others = replace(user());

        work().run(Scene.system(), tx -> tx.resetTokens().voidAll(user));

        assertThat(consume(token, BEFORE)).isEmpty();
        assertThat(consume(others, BEFORE)).as("somebody else's").isPresent();
    }

    @Test
    default void leavesALinkGoodWhereTheUnitThatUsedItFails() {
        TokenHash token = replace(user());

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    assertThat(tx.resetTokens().consume(token, BEFORE)).isPresent();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(consume(token, BEFORE)).isPresent();
    }

    @Test
    default void entersLinksIntoTheAuditTrailWithoutTheirTokens() {
        UserId user = user();
        TokenHash token = replace(user);
        consume(token, BEFORE);

        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities().list("password_reset_tokens", user.toString(), Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(1).changes()).containsEntry("tokenHash", new FieldChange(null, "[secret]"));
        assertThat(history.get(0).changes()).containsOnlyKeys("used", "usedAt");
        assertThat(history.toString()).doesNotContain(token.value());
    }

    private UserId user() {
        return new Scene(work()).user().id();
    }

    private TokenHash replace(UserId user) {
        TokenHash token = Fresh.token();
        work().run(Scene.system(), tx -> tx.resetTokens().replace(user, token, END));
        return token;
    }

    private Optional<UserId> consume(TokenHash token, Instant now) {
        return work().in(Scene.system(), tx -> tx.resetTokens().consume(token, now));
    }

    private Optional<UserId> find(TokenHash token, Instant now) {
        return work().in(Scene.system(), tx -> tx.resetTokens().find(token, now));
    }
}
