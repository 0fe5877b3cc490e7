package dev.groundwork.application.memory;

import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.account.AttemptStore.Subject;
import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Attempts;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import dev.groundwork.domain.task.TaskId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Every row there is. Guarded by the lock of {@link InMemoryWork}. */
final class Tables {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private long lastNumber;

    final Table<UserId, Account> users = new Table<>(undo);
    final Table<UserId, Sealed> ssns = new Table<>(undo);
    final Table<Subject, Attempts> attempts = new Table<>(undo);
    final Table<RoleName, Role> roles = new Table<>(undo);
    final Table<Permission, PermissionEntry> permissions = new Table<>(undo);
    final Table<StoredGrant.Grantee, StoredGrant> grants = new Table<>(undo);
    final Table<TokenHash, VerificationLink> verifications = new Table<>(undo);
    final Table<TokenHash, ResetLink> resetTokens = new Table<>(undo);
    final Table<TokenHash, StoredApiToken> apiTokens = new Table<>(undo);
    final Table<SessionHandle, StoredSession> sessions = new Table<>(undo);
    final Table<TokenHash, RefreshToken> refreshTokens = new Table<>(undo);
    final Table<ProjectId, StoredProject> projects = new Table<>(undo);
    final Table<StoredMember.Seat, StoredMember> members = new Table<>(undo);
    final Table<TaskId, StoredTask> tasks = new Table<>(undo);
    final Table<Long, LogEntry> log = new Table<>(undo);
    final Table<Long, Seal> seals = new Table<>(undo);
    final Table<Long, WaitingLetter> mails = new Table<>(undo);
    final Table<Long, Invalidation> invalidations = new Table<>(undo);
    final Table<CallerKey, KeyedRequest> idempotencyKeys = new Table<>(undo);
    final Table<TokenHash, TokenHash> setupTokens = new Table<>(undo);
    final Table<String, byte[]> encryptionKeys = new Table<>(undo);
    final Table<SettingKey, Setting> settings = new Table<>(undo);
    final Table<FlagName, Flag> flags = new Table<>(undo);
    /** How often the table of that name was changed. */
    final Table<String, Long> configurationRevisions = new Table<>(undo);

    /** With the roles and permissions that the migrations bring. */
    Tables(Instant now) {
        Revision first = new Revision(now, now, 1);
        Permission.OF_THE_SERVER.forEach(one -> permissions.put(one, new PermissionEntry(one, null)));
        List<Permission> every = Permission.OF_THE_SERVER.stream()
                .sorted(Comparator.comparing(Permission::name))
                .toList();
        roles.put(
                RoleName.ADMIN,
                new Role(RoleName.ADMIN, "Holds every permission, those made later too", true, every, first));
        roles.put(RoleName.USER, new Role(RoleName.USER, "What every account has", true, List.of(), first));
        commit();
    }

    /** What the user's grants that hold at {@code now} allow. */
    Permissions permissionsOf(UserId user, Instant now) {
        return new Permissions(grants.rows().stream()
                .filter(grant -> grant.key().user().equals(user) && grant.holdsAt(now))
                .flatMap(grant -> roles.get(grant.key().role()).permissions().stream()
                        .map(permission ->
                                new HeldPermission(permission, grant.key().role(), grant.expiresAt())))
                .toList());
    }

    /** Greater than any before; as a sequence's, it is not given again after a rollback. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** The greatest so far. */
    long lastNumber() {
        return lastNumber;
    }

    Person person(UserId id) {
        return users.get(id).user().person();
    }

    void commit() {
        undo.clear();
    }

    void rollBack() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
