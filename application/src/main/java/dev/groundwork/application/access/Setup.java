package dev.groundwork.application.access;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.util.Optional;

/** Making the first administrator, once. Safe for use by several threads and nodes. */
public final class Setup {
    private static final int TOKEN_BITS = 256;

    private final Ports ports;
    private final Policies policies;

    public Setup(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    /** Which passwords may be chosen; {@link NewAdministrator#parse} asks for it. */
    public PasswordPolicy passwordPolicy() {
        return policies.passwords(ports.passwordStrength());
    }

    /**
     * Mints a link that makes the first administrator; links that other nodes minted stay good.
     *
     * @return the link's token; empty where there is an administrator
     */
    public Optional<String> open() {
        String token = ports.randomness().token("gws_", TOKEN_BITS);
        return ports.work().in(actor(Origin.internal(ports.ids().next().toString())), tx -> {
            if (tx.grants().countAdministrators(tx.now()) > 0) {
                return Optional.<String>empty();
            }
            tx.setup().add(TokenHash.of(token));
            return Optional.of(token);
        });
    }

    /** Whether the link still makes an administrator. */
    public boolean isOpen(Origin origin, String token) {
        return ports.work()
                .in(
                        actor(origin),
                        tx -> tx.setup().exists(TokenHash.of(token))
                                && tx.grants().countAdministrators(tx.now()) == 0);
    }

    /**
     * Makes the first administrator by the link; of any number of tries at once, one succeeds.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} at {@code /token} where there is no such link; conflict
     *     where there is an administrator, or at {@code /email} where the address has a verified account
     */
    public User createAdministrator(Origin origin, String token, NewAdministrator administrator) {
        // before anything is hashed, since anybody may send a token
        ports.work().run(actor(origin), tx -> requireOpen(tx, token));
        PasswordHash hash = ports.passwordHasher().hash(administrator.password());
        return ports.work().in(actor(origin), tx -> {
            tx.grants().lockAdministrators();
            requireOpen(tx, token);
            tx.setup().clear();
            return add(tx, administrator, hash).orElseThrow(() -> Refused.taken("/email", "has an account already"));
        });
    }

    private static void requireOpen(Transaction tx, String token) {
        if (tx.grants().countAdministrators(tx.now()) > 0) {
            throw Refused.conflict("There is an administrator already; this link is used up.");
        }
        if (!tx.setup().exists(TokenHash.of(token))) {
            throw Refused.invalidAt("/token", "is not the link that the log shows; look for the newest one");
        }
    }

    /**
     * Makes the first administrator from the configuration; does nothing where there is one.
     *
     * @return the administrator that was made; empty where there was one
     * @throws Refused conflict at {@code /email} where the address has a verified account
     */
    public Optional<User> ensureAdministrator(NewAdministrator administrator) {
        Actor actor = actor(Origin.internal(ports.ids().next().toString()));
        if (ports.work().in(actor, tx -> tx.grants().countAdministrators(tx.now())) > 0) {
            return Optional.empty();
        }
        PasswordHash hash = ports.passwordHasher().hash(administrator.password());
        return ports.work().in(actor, tx -> {
            tx.grants().lockAdministrators();
            if (tx.grants().countAdministrators(tx.now()) > 0) {
                return Optional.<User>empty();
            }
            tx.setup().clear();
            return Optional.of(
                    add(tx, administrator, hash).orElseThrow(() -> Refused.taken("/email", "has an account already")));
        });
    }

    private Optional<User> add(Transaction tx, NewAdministrator administrator, PasswordHash hash) {
        // Whoever proves the address has it, and naming it to the server is proof.
        tx.users()
                .findByEmail(administrator.email())
                .filter(user -> !user.emailVerified())
                .ifPresent(user -> Departure.delete(tx, user));
        UserId id = new UserId(ports.ids().next());
        Optional<User> added = tx.users().add(new NewUser(id, administrator.email(), true, hash, Profile.EMPTY));
        added.ifPresent(user -> tx.grants().grant(id, RoleName.ADMIN, null, null));
        return added;
    }

    private static Actor actor(Origin origin) {
        return new Actor.SystemActor("setup", origin);
    }
}
