package dev.groundwork.application.memory;

import dev.groundwork.application.Ids;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Randomness;
import dev.groundwork.application.Work;
import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.contract.ActivityStoreContract;
import dev.groundwork.application.contract.ApiTokenStoreContract;
import dev.groundwork.application.contract.AttemptStoreContract;
import dev.groundwork.application.contract.CredentialStoreContract;
import dev.groundwork.application.contract.EncryptionKeyStoreContract;
import dev.groundwork.application.contract.FirstLineContract;
import dev.groundwork.application.contract.FlagStoreContract;
import dev.groundwork.application.contract.GrantStoreContract;
import dev.groundwork.application.contract.IdempotencyStoreContract;
import dev.groundwork.application.contract.IdsContract;
import dev.groundwork.application.contract.InvalidationStoreContract;
import dev.groundwork.application.contract.MailOutboxContract;
import dev.groundwork.application.contract.MailerContract;
import dev.groundwork.application.contract.MemberStoreContract;
import dev.groundwork.application.contract.PasswordHasherContract;
import dev.groundwork.application.contract.PasswordStrengthContract;
import dev.groundwork.application.contract.PastStoreContract;
import dev.groundwork.application.contract.ProjectStoreContract;
import dev.groundwork.application.contract.RandomnessContract;
import dev.groundwork.application.contract.RateLimiterContract;
import dev.groundwork.application.contract.RefreshTokenStoreContract;
import dev.groundwork.application.contract.ResetTokenStoreContract;
import dev.groundwork.application.contract.RoleStoreContract;
import dev.groundwork.application.contract.SealStoreContract;
import dev.groundwork.application.contract.SessionCacheContract;
import dev.groundwork.application.contract.SessionStoreContract;
import dev.groundwork.application.contract.SettingStoreContract;
import dev.groundwork.application.contract.SetupStoreContract;
import dev.groundwork.application.contract.SsnStoreContract;
import dev.groundwork.application.contract.StoreContract;
import dev.groundwork.application.contract.TaskBatchStoreContract;
import dev.groundwork.application.contract.TaskListsContract;
import dev.groundwork.application.contract.TaskStoreContract;
import dev.groundwork.application.contract.UserCacheContract;
import dev.groundwork.application.contract.UserStoreContract;
import dev.groundwork.application.contract.VerificationStoreContract;
import dev.groundwork.application.contract.WorkContract;
import dev.groundwork.application.session.SessionCache;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The in-memory adapters keep what every adapter promises. */
class InMemoryContractTest {
    private final MovableClock clock = MovableClock.running();
    private final Ports ports = new InMemory(clock).groundwork().ports();

    @Nested
    class TheFirstLine implements FirstLineContract {
        @Override
        public Ports ports() {
            return ports;
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
    class ResetTokens extends Store implements ResetTokenStoreContract {}

    @Nested
    class Attempts extends Store implements AttemptStoreContract {}

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
    class TheUserCache implements UserCacheContract {
        @Override
        public UserCache userCache() {
            return ports.userCache();
        }
    }

    @Nested
    class TheSessionCache implements SessionCacheContract {
        @Override
        public SessionCache sessionCache() {
            return ports.sessionCache();
        }
    }

    @Nested
    class TheRateLimiter implements RateLimiterContract {
        @Override
        public RateLimiter rateLimiter() {
            return ports.rateLimiter();
        }

        @Override
        public void pass(Duration time) {
            clock.advance(time);
        }
    }

    @Nested
    class ThePasswordHasher implements PasswordHasherContract {
        @Override
        public PasswordHasher passwordHasher() {
            return ports.passwordHasher();
        }
    }

    @Nested
    class ThePasswordStrength implements PasswordStrengthContract {
        @Override
        public PasswordStrength passwordStrength() {
            return ports.passwordStrength();
        }
    }

    @Nested
    class TheMailer implements MailerContract {
        private final InMemoryMailer mailer = new InMemoryMailer();

        @Override
        public Mailer mailer() {
            return mailer;
        }

        @Override
        public List<Mailer.Mail> received() {
            return mailer.sent();
        }
    }

    @Nested
    class TheIds implements IdsContract {
        @Override
        public Ids ids() {
            return ports.ids();
        }
    }

    @Nested
    class TheRandomness implements RandomnessContract {
        @Override
        public Randomness randomness() {
            return ports.randomness();
        }
    }

    /** Where each contract of a store gets its units of work. */
    abstract class Store implements StoreContract {
        @Override
        public Work work() {
            return ports.work();
        }
    }
}
