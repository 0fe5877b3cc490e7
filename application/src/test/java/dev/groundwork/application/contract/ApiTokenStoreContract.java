package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.session.ApiTokenStore.TokenAuthority;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.session.ApiTokenStore} promises. */
public interface ApiTokenStoreContract extends StoreContract {
    /** When the tokens of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00.123456Z");

    @Test
    default void addsATokenAsItWasGiven() {
        UserId owner = new Scene(work()).user().id();
        SessionHandle handle = Fresh.handle();
        TokenHash token = Fresh.token();
        NewApiToken content = new NewApiToken(
                "Größe 1",
                new ApiToken.Scope(
                        Set.of(Permission.AUDIT_READ, new Permission("made:up-by-nobody")), ProjectReach.READ),
                END);

        ApiToken added = work().in(Scene.system(), tx -> tx.apiTokens().add(handle, owner, token, content));

        assertThat(added.handle()).isEqualTo(handle);
        assertThat(added.owner()).isEqualTo(owner);
        assertThat(added.name()).isEqualTo("Größe 1");
        assertThat(added.scope()).isEqualTo(content.scope());
        assertThat(added.lastUsedAt()).isNull();
        assertThat(added.expiresAt()).isEqualTo(END);
        assertThat(find(token))
                .hasValueSatisfying(found -> assertThat(found.token()).isEqualTo(added));
        assertThat(list(owner)).containsExactly(added);
    }

    @Test
    default void takesAHandleAndATokenForOneOnly() {
        UserId owner = new Scene(work()).user().id();
        SessionHandle handle = Fresh.handle();
        TokenHash token = Fresh.token();
        add(owner, handle, token);

        assertThatThrownBy(() -> add(owner, Fresh.handle(), token)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> add(owner, handle, Fresh.token())).isInstanceOf(RuntimeException.class);
    }

    @Test
    default void findsAllThatDecidesWhetherATokenCounts() {
        Scene scene = new Scene(work());
        User owner = scene.user();
        TokenHash token = Fresh.token();
        add(owner.id(), Fresh.handle(), token);
        assertThat(find(token).orElseThrow().status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(find(token).orElseThrow().permissionsOfOwner()).isEqualTo(Permissions.NONE);

        RoleName role = scene.role(Permission.AUDIT_READ);
        work().run(Scene.system(), tx -> tx.grants().grant(owner.id(), role, null, END));
        scene.set(owner, UserStatus.SUSPENDED);

        assertThat(find(token).orElseThrow().status()).isEqualTo(UserStatus.SUSPENDED);
        assertThat(find(token).orElseThrow().permissionsOfOwner().held())
                .containsExactly(new HeldPermission(Permission.AUDIT_READ, role, END));
    }

    @Test
    default void findsNothingUnderAnUnknownToken() {
        assertThat(find(Fresh.token())).isEmpty();
    }

    @Test
    default void endsATokenOfItsOwnersOnce() {
        Scene scene = new Scene(work());
        UserId owner = scene.user().id();
        UserId stranger = scene.user().id();
        SessionHandle handle = Fresh.handle();
        TokenHash token = Fresh.token();
        add(owner, handle, token);

        assertThat(end(stranger, handle)).isFalse();
        assertThat(find(token)).isPresent();
        assertThat(end(owner, handle)).isTrue();
        assertThat(find(token)).isEmpty();
        assertThat(list(owner)).isEmpty();
        assertThat(end(owner, handle)).isFalse();
        assertThat(end(owner, Fresh.handle())).isFalse();
    }

    @Test
    default void endsEveryTokenOfOneOwner() {
        Scene scene = new Scene(work());
        UserId owner = scene.user().id();
        TokenHash one = Fresh.token();
        TokenHash other = Fresh.token();
        TokenHash strangers = Fresh.token();
        add(owner, Fresh.handle(), one);
        add(owner, Fresh.handle(), other);
        add(scene.user().id(), Fresh.handle(), strangers);

        work().run(Scene.system(), tx -> tx.apiTokens().endAll(owner));

        assertThat(find(one)).isEmpty();
        assertThat(find(other)).isEmpty();
        assertThat(find(strangers)).isPresent();
    }

    @Test
    default void listsTheNewestFirstPageByPageThoughTokensComeAndGo() {
        UserId owner = new Scene(work()).user().id();
        List<SessionHandle> handles = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            handles.addFirst(add(owner, Fresh.handle(), Fresh.token()).handle());
        }

        Page<ApiToken> first = page(owner, new Page.Request(2, null));
        assertThat(first.items()).extracting(ApiToken::handle).containsExactly(handles.get(0), handles.get(1));
        add(owner, Fresh.handle(), Fresh.token());
        end(owner, handles.get(1));
        end(owner, handles.get(2));
        Page<ApiToken> second = page(owner, new Page.Request(2, first.next()));

        assertThat(second.items()).extracting(ApiToken::handle).containsExactly(handles.get(3), handles.get(4));
        assertThat(second.next()).isNull();
    }

    @Test
    default void notesUseAtMostOnceAMinute() {
        UserId owner = new Scene(work()).user().id();
        TokenHash token = Fresh.token();
        ApiToken added = add(owner, Fresh.handle(), token);
        Instant first = added.createdAt().plusSeconds(5);

        touch(added, first);
        assertThat(lastUse(token)).isEqualTo(first);
        touch(added, first.plusSeconds(30));
        assertThat(lastUse(token)).isEqualTo(first);
        touch(added, first.plusSeconds(60));
        assertThat(lastUse(token)).isEqualTo(first.plusSeconds(60));
        touch(added, first);
        assertThat(lastUse(token)).as("never back").isEqualTo(first.plusSeconds(60));
    }

    @Test
    default void entersTokensIntoTheAuditTrailWithoutTheirSecretAndTheirUseNot() {
        UserId owner = new Scene(work()).user().id();
        SessionHandle handle = Fresh.handle();
        TokenHash token = Fresh.token();
        ApiToken added = add(owner, handle, token);
        touch(added, added.createdAt().plusSeconds(5));
        end(owner, handle);

        List<Activity> history = work().in(
                        Scene.system(), tx -> tx.activities().list("api_tokens", handle.value(), Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(1).changes())
                .containsEntry("user", new FieldChange(null, owner.toString()))
                .containsEntry("name", new FieldChange(null, "script"))
                .containsEntry("tokenHash", new FieldChange(null, "[secret]"));
        assertThat(history.get(0).changes()).containsKey("revokedAt").doesNotContainKeys("lastUsedAt", "tokenHash");
        assertThat(history.toString()).doesNotContain(token.value());
    }

    private ApiToken add(UserId owner, SessionHandle handle, TokenHash token) {
        NewApiToken content =
                new NewApiToken("script", new ApiToken.Scope(Set.of(Permission.AUDIT_READ), ProjectReach.NONE), END);
        return work().in(Scene.system(), tx -> tx.apiTokens().add(handle, owner, token, content));
    }

    private boolean end(UserId owner, SessionHandle handle) {
        return work().<Boolean>in(Scene.system(), tx -> tx.apiTokens().end(owner, handle));
    }

    private List<ApiToken> list(UserId owner) {
        return page(owner, Page.Request.first()).items();
    }

    private Page<ApiToken> page(UserId owner, Page.Request request) {
        return work().in(Scene.system(), tx -> tx.apiTokens().list(owner, request));
    }

    private Optional<TokenAuthority> find(TokenHash token) {
        return work().in(Scene.system(), tx -> tx.apiTokens().findAuthority(token));
    }

    private void touch(ApiToken token, Instant at) {
        work().run(Scene.system(), tx -> tx.apiTokens().touch(token.handle(), at));
    }

    private Instant lastUse(TokenHash token) {
        Instant at = find(token).orElseThrow().token().lastUsedAt();
        assertThat(at).isNotNull();
        return at;
    }
}
