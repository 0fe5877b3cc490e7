package dev.groundwork.application;

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
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.audit.Event;
import java.time.Instant;
import java.util.List;

/** The stores, for as long as one unit of work lasts. For the one thread that runs the unit. */
public interface Transaction {

    /** Who acts in this unit. */
    Actor actor();

    /** The moment the unit began, by the database's clock; the same at each call. */
    Instant now();

    UserStore users();

    CredentialStore credentials();

    VerificationStore verifications();

    ResetTokenStore resetTokens();

    AttemptStore attempts();

    MailOutbox mails();

    InvalidationStore invalidations();

    EncryptionKeyStore encryptionKeys();

    RoleStore roles();

    GrantStore grants();

    ApiTokenStore apiTokens();

    SsnStore ssns();

    SetupStore setup();

    IdempotencyStore idempotencyKeys();

    SessionStore sessions();

    RefreshTokenStore refreshTokens();

    ProjectStore projects();

    MemberStore members();

    TaskStore tasks();

    TaskLists taskLists();

    TaskBatchStore taskBatches();

    SettingStore settings();

    FlagStore flags();

    ActivityStore activities();

    PastStore past();

    SealStore seals();

    /** Says why: the reason stands in every entry of the audit trail that this unit makes from here on. */
    void because(String reason);

    /** Records an event. As the service only. */
    default void record(Event event) {
        activities().record(event);
    }

    /** Which of these permissions do not exist, in the order given; every feature may ask. As the service only. */
    default List<Permission> missing(List<Permission> permissions) {
        return roles().missing(permissions);
    }
}
