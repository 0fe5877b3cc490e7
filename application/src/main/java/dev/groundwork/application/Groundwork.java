package dev.groundwork.application;

import dev.groundwork.application.access.Grants;
import dev.groundwork.application.access.Idempotency;
import dev.groundwork.application.access.Imports;
import dev.groundwork.application.access.Recovery;
import dev.groundwork.application.access.Roles;
import dev.groundwork.application.access.Setup;
import dev.groundwork.application.access.SsnVault;
import dev.groundwork.application.access.Users;
import dev.groundwork.application.account.Accounts;
import dev.groundwork.application.account.CacheInvalidation;
import dev.groundwork.application.account.EncryptionKeys;
import dev.groundwork.application.account.MailDelivery;
import dev.groundwork.application.account.PasswordCheck;
import dev.groundwork.application.audit.AuditSeals;
import dev.groundwork.application.audit.AuditTrail;
import dev.groundwork.application.audit.Past;
import dev.groundwork.application.audit.Reverts;
import dev.groundwork.application.flag.FlagGuard;
import dev.groundwork.application.flag.Flags;
import dev.groundwork.application.flag.LiveFlags;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.project.Members;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.session.ApiTokens;
import dev.groundwork.application.session.AuthorityCopies;
import dev.groundwork.application.session.Introspection;
import dev.groundwork.application.session.Passwords;
import dev.groundwork.application.session.Refreshing;
import dev.groundwork.application.session.Sessions;
import dev.groundwork.application.session.SignIn;
import dev.groundwork.application.setting.LiveSettings;
import dev.groundwork.application.setting.Settings;
import dev.groundwork.application.task.Tasks;
import java.util.List;

/**
 * The whole system, as an embedding program sees it: the use cases by name, on whichever adapters {@link Ports} holds. Safe for
 * use by several threads; holds nothing that needs closing, which is the adapters' affair.
 */
public final class Groundwork {
    private final Ports ports;
    private final Policies policies;
    private final PasswordCheck passwordCheck;
    private final Accounts accounts;
    private final SignIn signIn;
    private final Refreshing refreshing;
    private final Sessions sessions;
    private final Passwords passwords;
    private final ApiTokens apiTokens;
    private final Introspection introspection;
    private final Users users;
    private final Roles roles;
    private final Grants grants;
    private final SsnVault ssns;
    private final Recovery recovery;
    private final Imports imports;
    private final Setup setup;
    private final Idempotency idempotency;
    private final Projects projects;
    private final Members members;
    private final Tasks tasks;
    private final AuditTrail auditTrail;
    private final AuditSeals auditSeals;
    private final Past past;
    private final Reverts reverts;
    private final ChangeLag changeLag = new ChangeLag();
    private final LiveSettings liveSettings;
    private final Settings settings;
    private final LiveFlags liveFlags;
    private final Flags flags;
    private final MailDelivery mailDelivery;
    private final CacheInvalidation cacheInvalidation;
    private final EncryptionKeys encryptionKeys;

    public Groundwork(Ports bare, Policies deployed) {
        LiveSettings liveSettings = new LiveSettings(bare, changeLag);
        Ports ports = bare.withWork(new FollowingWork(bare.work(), liveSettings.copy()));
        Policies policies = deployed.following(liveSettings::values);
        this.liveSettings = liveSettings;
        this.passwordCheck = new PasswordCheck(ports, policies);
        AuthorityCopies copies = new AuthorityCopies(ports.clock());
        this.ports = bare;
        this.policies = policies;
        this.accounts = new Accounts(ports, policies, passwordCheck);
        this.signIn = new SignIn(ports, policies, passwordCheck);
        this.refreshing = new Refreshing(ports, policies, copies);
        this.sessions = new Sessions(ports, policies, copies);
        this.passwords = new Passwords(ports, policies, passwordCheck, copies);
        this.apiTokens = new ApiTokens(ports);
        this.introspection = new Introspection(ports, sessions, apiTokens);
        this.users = new Users(ports, passwordCheck, copies);
        this.roles = new Roles(ports, copies);
        this.grants = new Grants(ports, copies);
        this.ssns = new SsnVault(ports, policies);
        this.recovery = new Recovery(ports, policies, passwordCheck, copies);
        this.imports = new Imports(ports, policies);
        this.setup = new Setup(ports, policies);
        this.idempotency = new Idempotency(ports);
        this.projects = new Projects(ports);
        this.members = new Members(ports);
        this.tasks = new Tasks(ports);
        this.auditTrail = new AuditTrail(ports);
        this.auditSeals = new AuditSeals(ports, policies);
        this.past = new Past(ports);
        this.reverts = new Reverts(ports);
        this.liveFlags = new LiveFlags(bare, changeLag);
        this.settings = new Settings(ports, liveSettings, List.of(new FlagGuard(liveFlags)));
        this.flags = new Flags(ports, liveFlags);
        this.mailDelivery = new MailDelivery(ports, policies);
        this.cacheInvalidation = new CacheInvalidation(ports);
        this.encryptionKeys = new EncryptionKeys(ports);
    }

    /**
     * A whole system in memory, for tests: real use cases on adapters that keep everything in the process. Each call makes another.
     * {@link InMemory} is the same, with the mails and the clock within reach.
     */
    public static Groundwork inMemory() {
        return new InMemory().groundwork();
    }

    public Ports ports() {
        return ports;
    }

    public Policies policies() {
        return policies;
    }

    /** Background work; a server runs it now and then. */
    public PasswordCheck passwordCheck() {
        return passwordCheck;
    }

    public Accounts accounts() {
        return accounts;
    }

    public SignIn signIn() {
        return signIn;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Refreshing refreshing() {
        return refreshing;
    }

    public Passwords passwords() {
        return passwords;
    }

    public ApiTokens apiTokens() {
        return apiTokens;
    }

    public Introspection introspection() {
        return introspection;
    }

    public Users users() {
        return users;
    }

    public Roles roles() {
        return roles;
    }

    public Grants grants() {
        return grants;
    }

    public SsnVault ssns() {
        return ssns;
    }

    public Recovery recovery() {
        return recovery;
    }

    public Imports imports() {
        return imports;
    }

    public Setup setup() {
        return setup;
    }

    public Idempotency idempotency() {
        return idempotency;
    }

    public Projects projects() {
        return projects;
    }

    public Members members() {
        return members;
    }

    public Tasks tasks() {
        return tasks;
    }

    public AuditTrail auditTrail() {
        return auditTrail;
    }

    /** Background work, which a server runs every 20 seconds, and the proof that nobody touched the audit trail since. */
    public AuditSeals auditSeals() {
        return auditSeals;
    }

    /** What projects and tasks once were, by the audit trail. */
    public Past past() {
        return past;
    }

    /** Undoes single changes that the audit trail tells of. */
    public Reverts reverts() {
        return reverts;
    }

    public Settings settings() {
        return settings;
    }

    public Flags flags() {
        return flags;
    }

    /**
     * Reads anew what this node keeps of settings and flags. Background work; a server runs it twice a second on each of its nodes.
     * Whoever does not finds out about settings with the next unit of work, and about flags never.
     *
     * @throws dev.groundwork.domain.Refused unavailable where they can't be read; the last ones count on
     */
    public void follow() {
        liveSettings.copy().renew();
        liveFlags.renew();
    }

    /** How quickly this node hears of what {@link #follow} looks for. */
    public ChangeLag changeLag() {
        return changeLag;
    }

    /** Background work; a server runs it every second. */
    public MailDelivery mailDelivery() {
        return mailDelivery;
    }

    /** Background work; a server runs it every second. */
    public CacheInvalidation cacheInvalidation() {
        return cacheInvalidation;
    }

    public EncryptionKeys encryptionKeys() {
        return encryptionKeys;
    }
}
