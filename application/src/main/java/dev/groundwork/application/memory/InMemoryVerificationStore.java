package dev.groundwork.application.memory;

import dev.groundwork.application.account.VerificationStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryVerificationStore implements VerificationStore {
    private static final String TABLE = "email_verification_tokens";

    private final Unit unit;

    InMemoryVerificationStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void replace(Proof proof, TokenHash token, Instant expiresAt) {
        voidAll(proof.user());
        VerificationLink link = new VerificationLink(proof, token, expiresAt, null, null);
        unit.asService().verifications.put(token, link);
        unit.logInsert(TABLE, proof.user().toString(), null, link.recorded(), unit.stamp());
    }

    @Override
    public void voidAll(UserId user) {
        Instant at = unit.stamp();
        List<VerificationLink> living = unit.asService().verifications.rows().stream()
                .filter(link -> link.isLive() && link.proof().user().equals(user))
                .toList();
        living.forEach(link -> change(link, link.voided(at)));
    }

    @Override
    public boolean exists(Proof proof, Instant now) {
        return unit.asService().verifications.rows().stream()
                .anyMatch(link -> link.proof().equals(proof) && link.countsAt(now));
    }

    @Override
    public Optional<Proof> consume(TokenHash token, Instant now) {
        return unit.asService()
                .verifications
                .find(token)
                .filter(link -> link.countsAt(now))
                .map(link -> {
                    change(link, link.used(now));
                    return link.proof();
                });
    }

    private void change(VerificationLink before, VerificationLink now) {
        unit.asService().verifications.put(now.token(), now);
        unit.logUpdate(TABLE, now.proof().user().toString(), null, before.recorded(), now.recorded(), unit.stamp());
    }
}
