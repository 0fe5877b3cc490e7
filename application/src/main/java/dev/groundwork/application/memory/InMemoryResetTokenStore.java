package dev.groundwork.application.memory;

import dev.groundwork.application.account.ResetTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryResetTokenStore implements ResetTokenStore {
    private static final String TABLE = "password_reset_tokens";

    private final Unit unit;

    InMemoryResetTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void replace(UserId user, TokenHash token, Instant expiresAt) {
        voidAll(user);
        ResetLink link = new ResetLink(user, token, expiresAt, null, null);
        unit.asService().resetTokens.put(token, link);
        unit.logInsert(TABLE, user.toString(), null, link.recorded(), unit.stamp());
    }

    @Override
    public void voidAll(UserId user) {
        Instant at = unit.stamp();
        List<ResetLink> living = unit.asService().resetTokens.rows().stream()
                .filter(link -> link.isLive() && link.user().equals(user))
                .toList();
        living.forEach(link -> change(link, link.voided(at)));
    }

    @Override
    public Optional<UserId> consume(TokenHash token, Instant now) {
        return living(token, now).map(link -> {
            change(link, link.used(now));
            return link.user();
        });
    }

    @Override
    public Optional<UserId> find(TokenHash token, Instant now) {
        return living(token, now).map(ResetLink::user);
    }

    private Optional<ResetLink> living(TokenHash token, Instant now) {
        return unit.asService().resetTokens.find(token).filter(link -> link.countsAt(now));
    }

    private void change(ResetLink before, ResetLink now) {
        unit.asService().resetTokens.put(now.token(), now);
        unit.logUpdate(TABLE, now.user().toString(), null, before.recorded(), now.recorded(), unit.stamp());
    }
}
