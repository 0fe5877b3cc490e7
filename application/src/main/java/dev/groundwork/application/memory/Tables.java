package dev.groundwork.application.memory;

import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.task.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;

/** Every row there is. Guarded by the lock of {@link InMemoryWork}. */
final class Tables {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private long lastNumber;

    final Table<UserId, Account> users = new Table<>(undo);
    final Table<Grant.Grantee, Grant> grants = new Table<>(undo);
    final Table<TokenHash, VerificationLink> verifications = new Table<>(undo);
    final Table<SessionHandle, Session> sessions = new Table<>(undo);
    final Table<TokenHash, RefreshToken> refreshTokens = new Table<>(undo);
    final Table<ProjectId, StoredProject> projects = new Table<>(undo);
    final Table<Member.Seat, Member> members = new Table<>(undo);
    final Table<TaskId, StoredTask> tasks = new Table<>(undo);
    final Table<Long, LogEntry> log = new Table<>(undo);
    final Table<Long, WaitingLetter> mails = new Table<>(undo);
    final Table<Long, Invalidation> invalidations = new Table<>(undo);
    final Table<CallerKey, KeyedRequest> idempotencyKeys = new Table<>(undo);
    final Table<TokenHash, TokenHash> setupTokens = new Table<>(undo);
    final Table<String, byte[]> encryptionKeys = new Table<>(undo);

    /** Greater than any before; as a sequence's, it is not given again after a rollback. */
    long nextNumber() {
        return ++lastNumber;
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
