package dev.groundwork.application.memory;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.GrantStore;
import dev.groundwork.application.access.IdempotencyStore;
import dev.groundwork.application.access.RoleStore;
import dev.groundwork.application.access.SetupStore;
import dev.groundwork.application.access.SsnStore;
import dev.groundwork.application.account.AttemptStore;
import dev.groundwork.application.account.CredentialStore;
import dev.groundwork.application.account.EncryptionKeyStore;
import dev.groundwork.application.account.InvalidationStore;
import dev.groundwork.application.account.MailOutbox;
import dev.groundwork.application.account.ResetTokenStore;
import dev.groundwork.application.account.UserStore;
import dev.groundwork.application.account.VerificationStore;
import dev.groundwork.application.audit.ActivityStore;
import dev.groundwork.application.audit.PastStore;
import dev.groundwork.application.audit.SealStore;
import dev.groundwork.application.flag.FlagStore;
import dev.groundwork.application.project.MemberStore;
import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.application.session.ApiTokenStore;
import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.application.session.SessionStore;
import dev.groundwork.application.setting.SettingStore;
import dev.groundwork.application.task.TaskBatchStore;
import dev.groundwork.application.task.TaskLists;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.access.Actor;
import java.time.Instant;

/** Hands out the stores of one unit. */
final class InMemoryTransaction implements Transaction {
    private final Unit unit;

    InMemoryTransaction(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Actor actor() {
        return unit.actor();
    }

    @Override
    public Instant now() {
        return unit.now();
    }

    @Override
    public UserStore users() {
        return new InMemoryUserStore(unit);
    }

    @Override
    public CredentialStore credentials() {
        return new InMemoryCredentialStore(unit);
    }

    @Override
    public VerificationStore verifications() {
        return new InMemoryVerificationStore(unit);
    }

    @Override
    public ResetTokenStore resetTokens() {
        return new InMemoryResetTokenStore(unit);
    }

    @Override
    public AttemptStore attempts() {
        return new InMemoryAttemptStore(unit);
    }

    @Override
    public MailOutbox mails() {
        return new InMemoryMailOutbox(unit);
    }

    @Override
    public InvalidationStore invalidations() {
        return new InMemoryInvalidationStore(unit);
    }

    @Override
    public EncryptionKeyStore encryptionKeys() {
        return new InMemoryEncryptionKeyStore(unit);
    }

    @Override
    public RoleStore roles() {
        return new InMemoryRoleStore(unit);
    }

    @Override
    public ApiTokenStore apiTokens() {
        return new InMemoryApiTokenStore(unit);
    }

    @Override
    public SsnStore ssns() {
        return new InMemorySsnStore(unit);
    }

    @Override
    public GrantStore grants() {
        return new InMemoryGrantStore(unit);
    }

    @Override
    public SetupStore setup() {
        return new InMemorySetupStore(unit);
    }

    @Override
    public IdempotencyStore idempotencyKeys() {
        return new InMemoryIdempotencyStore(unit);
    }

    @Override
    public SessionStore sessions() {
        return new InMemorySessionStore(unit);
    }

    @Override
    public RefreshTokenStore refreshTokens() {
        return new InMemoryRefreshTokenStore(unit);
    }

    @Override
    public ProjectStore projects() {
        return new InMemoryProjectStore(unit);
    }

    @Override
    public MemberStore members() {
        return new InMemoryMemberStore(unit);
    }

    @Override
    public TaskStore tasks() {
        return new InMemoryTaskStore(unit);
    }

    @Override
    public TaskLists taskLists() {
        return new InMemoryTaskLists(unit);
    }

    @Override
    public TaskBatchStore taskBatches() {
        return new InMemoryTaskBatchStore(unit);
    }

    @Override
    public SettingStore settings() {
        return new InMemorySettingStore(unit);
    }

    @Override
    public FlagStore flags() {
        return new InMemoryFlagStore(unit);
    }

    @Override
    public ActivityStore activities() {
        return new InMemoryActivityStore(unit);
    }

    @Override
    public PastStore past() {
        return new InMemoryPastStore(unit);
    }

    @Override
    public SealStore seals() {
        return new InMemorySealStore(unit);
    }

    @Override
    public void because(String reason) {
        unit.because(reason);
    }
}
