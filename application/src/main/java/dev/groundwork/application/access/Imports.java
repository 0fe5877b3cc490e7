package dev.groundwork.application.access;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ImportedAccount;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Taking over accounts from elsewhere, many at a time. An imported account's id follows from its address and the session secret,
 * so that bringing the same account again, or twice at once, finds it there, whatever it was changed to since. Safe for use by
 * several threads and nodes.
 */
public final class Imports {
    private final Ports ports;
    private final Policies policies;

    public Imports(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    /** What became of one account. */
    public enum Outcome {
        CREATED,
        /** It was imported before; it stays as it is now. */
        THERE_ALREADY,
        /** The address is that of an account which was not imported from it. */
        ADDRESS_TAKEN,
        /** A verified account has the username. */
        USERNAME_TAKEN
    }

    /**
     * Makes these accounts, all that are free in one unit. Nobody is written to.
     *
     * @param accounts no address twice
     * @return what became of each, in the same order
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:create}, or for roles without {@code roles:assign} and all that they hold; invalid at {@code /roles} where
     *     one does not exist
     */
    public List<Outcome> add(Actor actor, List<ImportedAccount> accounts) {
        List<NewUser> users = accounts.stream().map(this::user).toList();
        return ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.USERS_CREATE);
            standing.requireGrantable(tx, rolesOf(accounts));
            Set<UserId> before =
                    tx.users().findExisting(users.stream().map(NewUser::id).toList());
            Set<UserId> added = tx.users()
                    .addUnhindered(users.stream()
                            .filter(user -> !before.contains(user.id()))
                            .toList());
            for (ImportedAccount account : accounts) {
                UserId id = idOf(account);
                if (added.contains(id)) {
                    account.roles().forEach(role -> tx.grants().grant(id, role, standing.user(), null));
                }
            }
            return users.stream()
                    .map(user -> added.contains(user.id())
                            ? Outcome.CREATED
                            : before.contains(user.id()) ? Outcome.THERE_ALREADY : hindrance(tx, user))
                    .toList();
        });
    }

    private static Set<RoleName> rolesOf(List<ImportedAccount> accounts) {
        Set<RoleName> roles = new LinkedHashSet<>();
        accounts.forEach(account -> roles.addAll(account.roles()));
        return roles;
    }

    private static Outcome hindrance(Transaction tx, NewUser user) {
        if (tx.users().find(user.id()).isPresent()) {
            return Outcome.THERE_ALREADY;
        }
        if (tx.users().findByEmail(user.email()).isPresent()) {
            return Outcome.ADDRESS_TAKEN;
        }
        var username = user.profile().username();
        if (username != null && tx.users().isTaken(username)) {
            return Outcome.USERNAME_TAKEN;
        }
        throw new Overtaken("what stood in the way went away just now");
    }

    private NewUser user(ImportedAccount account) {
        return new NewUser(
                idOf(account),
                account.email(),
                account.emailVerified(),
                account.password(),
                account.profile(),
                account.status());
    }

    /** Keyed, or everybody who sees an id could try which address it belongs to. A UUID of version 8 (RFC 9562). */
    private UserId idOf(ImportedAccount account) {
        String fingerprint = policies.fingerprint("import:" + account.email().canonical());
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(fingerprint));
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UserId(new UUID(high, low));
    }
}
