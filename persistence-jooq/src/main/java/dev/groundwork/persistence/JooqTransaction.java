package dev.groundwork.persistence;

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
import dev.groundwork.persistence.access.JooqGrantStore;
import dev.groundwork.persistence.access.JooqIdempotencyStore;
import dev.groundwork.persistence.access.JooqRoleStore;
import dev.groundwork.persistence.access.JooqSetupStore;
import dev.groundwork.persistence.access.JooqSsnStore;
import dev.groundwork.persistence.account.JooqAttemptStore;
import dev.groundwork.persistence.account.JooqCredentialStore;
import dev.groundwork.persistence.account.JooqEncryptionKeyStore;
import dev.groundwork.persistence.account.JooqInvalidationStore;
import dev.groundwork.persistence.account.JooqMailOutbox;
import dev.groundwork.persistence.account.JooqResetTokenStore;
import dev.groundwork.persistence.account.JooqUserStore;
import dev.groundwork.persistence.account.JooqVerificationStore;
import dev.groundwork.persistence.audit.JooqActivityStore;
import dev.groundwork.persistence.audit.JooqPastStore;
import dev.groundwork.persistence.audit.JooqSealStore;
import dev.groundwork.persistence.flag.JooqFlagStore;
import dev.groundwork.persistence.project.JooqMemberStore;
import dev.groundwork.persistence.project.JooqProjectStore;
import dev.groundwork.persistence.session.JooqApiTokenStore;
import dev.groundwork.persistence.session.JooqRefreshTokenStore;
import dev.groundwork.persistence.session.JooqSessionStore;
import dev.groundwork.persistence.setting.JooqSettingStore;
import dev.groundwork.persistence.task.JooqTaskBatchStore;
import dev.groundwork.persistence.task.JooqTaskLists;
import dev.groundwork.persistence.task.JooqTaskStore;
import java.time.Instant;

/** The stores of one unit; each refuses to work once the unit has ended. */
final class JooqTransaction implements Transaction {
    private final Unit unit;

    JooqTransaction(Unit unit) {
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
        return new JooqUserStore(unit);
    }

    @Override
    public CredentialStore credentials() {
        return new JooqCredentialStore(unit);
    }

    @Override
    public VerificationStore verifications() {
        return new JooqVerificationStore(unit);
    }

    @Override
    public ResetTokenStore resetTokens() {
        return new JooqResetTokenStore(unit);
    }

    @Override
    public AttemptStore attempts() {
        return new JooqAttemptStore(unit);
    }

    @Override
    public MailOutbox mails() {
        return new JooqMailOutbox(unit);
    }

    @Override
    public InvalidationStore invalidations() {
        return new JooqInvalidationStore(unit);
    }

    @Override
    public EncryptionKeyStore encryptionKeys() {
        return new JooqEncryptionKeyStore(unit);
    }

    @Override
    public RoleStore roles() {
        return new JooqRoleStore(unit);
    }

    @Override
    public ApiTokenStore apiTokens() {
        return new JooqApiTokenStore(unit);
    }

    @Override
    public SsnStore ssns() {
        return new JooqSsnStore(unit);
    }

    @Override
    public GrantStore grants() {
        return new JooqGrantStore(unit);
    }

    @Override
    public SetupStore setup() {
        return new JooqSetupStore(unit);
    }

    @Override
    public IdempotencyStore idempotencyKeys() {
        return new JooqIdempotencyStore(unit);
    }

    @Override
    public SessionStore sessions() {
        return new JooqSessionStore(unit);
    }

    @Override
    public RefreshTokenStore refreshTokens() {
        return new JooqRefreshTokenStore(unit);
    }

    @Override
    public ProjectStore projects() {
        return new JooqProjectStore(unit);
    }

    @Override
    public MemberStore members() {
        return new JooqMemberStore(unit);
    }

    @Override
    public TaskStore tasks() {
        return new JooqTaskStore(unit);
    }

    @Override
    public TaskLists taskLists() {
        return new JooqTaskLists(unit);
    }

    @Override
    public TaskBatchStore taskBatches() {
        return new JooqTaskBatchStore(unit);
    }

    @Override
    public SettingStore settings() {
        return new JooqSettingStore(unit);
    }

    @Override
    public FlagStore flags() {
        return new JooqFlagStore(unit);
    }

    @Override
    public ActivityStore activities() {
        return new JooqActivityStore(unit);
    }

    @Override
    public PastStore past() {
        return new JooqPastStore(unit);
    }

    @Override
    public SealStore seals() {
        return new JooqSealStore(unit);
    }

    @Override
    public void because(String reason) {
        unit.sql().fetch("select set_config('app.reason', ?, true)", reason);
    }
}
