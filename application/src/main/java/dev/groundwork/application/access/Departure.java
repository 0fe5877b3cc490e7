package dev.groundwork.application.access;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.UserStore.AccountState;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;

/** What ends with an account, for a while or for good. */
final class Departure {
    private Departure() {}

    /** Ends everything that could act for the account: sessions, API tokens, links that wait in mailboxes. */
    static void signOut(Transaction tx, User user) {
        tx.sessions().endAll(user.id(), null);
        tx.apiTokens().endAll(user.id());
        voidLinks(tx, user);
    }

    /** Voids the links that were sent to the account's address. */
    static void voidLinks(Transaction tx, User user) {
        tx.resetTokens().voidAll(user.id());
        tx.verifications().voidAll(user.id());
    }

    /**
     * Deletes the account: its address and username are free, its projects go to a maintainer or are archived, what others did
     * stays.
     *
     * @return the account as it is now
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Conflict} where it is the last administrator
     */
    static User delete(Transaction tx, User user) {
        AccountState state = AccountState.of(user);
        AccountState deleted =
                new AccountState(state.profile(), state.email(), state.emailVerified(), UserStatus.DELETED);
        return Standing.keepingAnAdministrator(tx, () -> {
            signOut(tx, user);
            tx.ssns().remove(user.id());
            tx.projects().release(user.id());
            return tx.users().change(user.id(), deleted);
        });
    }
}
