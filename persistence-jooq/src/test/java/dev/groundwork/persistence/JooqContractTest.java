package dev.groundwork.persistence;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Work;
import dev.groundwork.application.contract.ActivityStoreContract;
import dev.groundwork.application.contract.ApiTokenStoreContract;
import dev.groundwork.application.contract.AttemptStoreContract;
import dev.groundwork.application.contract.CredentialStoreContract;
import dev.groundwork.application.contract.EncryptionKeyStoreContract;
import dev.groundwork.application.contract.FirstLineContract;
import dev.groundwork.application.contract.FlagStoreContract;
import dev.groundwork.application.contract.GrantStoreContract;
import dev.groundwork.application.contract.IdempotencyStoreContract;
import dev.groundwork.application.contract.InvalidationStoreContract;
import dev.groundwork.application.contract.MailOutboxContract;
import dev.groundwork.application.contract.MemberStoreContract;
import dev.groundwork.application.contract.PastStoreContract;
import dev.groundwork.application.contract.ProjectStoreContract;
import dev.groundwork.application.contract.RefreshTokenStoreContract;
import dev.groundwork.application.contract.ResetTokenStoreContract;
import dev.groundwork.application.contract.RoleStoreContract;
import dev.groundwork.application.contract.SealStoreContract;
import dev.groundwork.application.contract.SessionStoreContract;
import dev.groundwork.application.contract.SettingStoreContract;
import dev.groundwork.application.contract.SetupStoreContract;
import dev.groundwork.application.contract.SsnStoreContract;
import dev.groundwork.application.contract.StoreContract;
import dev.groundwork.application.contract.TaskBatchStoreContract;
import dev.groundwork.application.contract.TaskListsContract;
import dev.groundwork.application.contract.TaskStoreContract;
import dev.groundwork.application.contract.UserStoreContract;
import dev.groundwork.application.contract.VerificationStoreContract;
import dev.groundwork.application.contract.WorkContract;
import dev.groundwork.application.memory.InMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The stores on PostgreSQL keep what every adapter promises. */
class JooqContractTest {
    private static JooqPersistence persistence;

    @BeforeAll
    static void open() {
        persistence = JooqPersistence.open(Database.settings());
    }

    @AfterAll
    static void close() {
        persistence.close();
    }

    @Nested
    class TheFirstLine implements FirstLineContract {
        @Override
        public Ports ports() {
            return new InMemory()
                    .groundwork()
                    .ports()
                    .withWork(persistence.work())
                    .withClock(persistence.clock());
        }
    }

    @Nested
    class TheWork extends Store implements WorkContract {}

    @Nested
    class Users extends Store implements UserStoreContract {}

    @Nested
    class Credentials extends Store implements CredentialStoreContract {}

    @Nested
    class Verifications extends Store implements VerificationStoreContract {}

    @Nested
    class Mails extends Store implements MailOutboxContract {}

    @Nested
    class Invalidations extends Store implements InvalidationStoreContract {}

    @Nested
    class EncryptionKeys extends Store implements EncryptionKeyStoreContract {}

    @Nested
    class Grants extends Store implements GrantStoreContract {}

    @Nested
    class Setup extends Store implements SetupStoreContract {}

    @Nested
    class IdempotencyKeys extends Store implements IdempotencyStoreContract {}

    @Nested
    class Sessions extends Store implements SessionStoreContract {}

    @Nested
    class RefreshTokens extends Store implements RefreshTokenStoreContract {}

    @Nested
    class Projects extends Store implements ProjectStoreContract {}

    @Nested
    class Members extends Store implements MemberStoreContract {}

    @Nested
    class Tasks extends Store implements TaskStoreContract {}

    @Nested
    class TaskLists extends Store implements TaskListsContract {}

    @Nested
    class TaskBatches extends Store implements TaskBatchStoreContract {}

    @Nested
    class Activities extends Store implements ActivityStoreContract {}

    @Nested
    class Seals extends Store implements SealStoreContract {}

    @Nested
    class Past extends Store implements PastStoreContract {}

    @Nested
    class Attempts extends Store implements AttemptStoreContract {}

    @Nested
    class ResetTokens extends Store implements ResetTokenStoreContract {}

    @Nested
    class Roles extends Store implements RoleStoreContract {}

    @Nested
    class Settings extends Store implements SettingStoreContract {}

    @Nested
    class Flags extends Store implements FlagStoreContract {}

    @Nested
    class ApiTokens extends Store implements ApiTokenStoreContract {}

    @Nested
    class Ssns extends Store implements SsnStoreContract {}

    /** Where each contract of a store gets its units of work. */
    abstract static class Store implements StoreContract {
        @Override
        public Work work() {
            return persistence.work();
        }
    }
}
