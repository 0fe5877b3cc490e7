package dev.groundwork.application.memory;

import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.application.access.SsnStore;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemorySsnStore implements SsnStore {
    private final Unit unit;

    InMemorySsnStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Sealed> find(UserId user) {
        return unit.asService().ssns.find(user);
    }

    @Override
    public void put(UserId user, Sealed number) {
        log(user, find(user).orElse(null), number);
        unit.asService().ssns.put(user, number);
    }

    @Override
    public boolean remove(UserId user) {
        Optional<Sealed> before = find(user);
        before.ifPresent(number -> {
            log(user, number, null);
            unit.asService().ssns.remove(user);
        });
        return before.isPresent();
    }

    @Override
    public List<Owned> listNotUnder(String keyId, int max) {
        return unit.asService().ssns.byKey().entrySet().stream()
                .filter(row -> !row.getValue().keyId().equals(keyId))
                .limit(max)
                .map(row -> new Owned(row.getKey(), row.getValue()))
                .toList();
    }

    @Override
    public long countNotUnder(String keyId) {
        return unit.asService().ssns.rows().stream()
                .filter(number -> !number.keyId().equals(keyId))
                .count();
    }

    /** It is a column of the account's row, so its change is the account's. */
    private void log(UserId user, @Nullable Sealed before, @Nullable Sealed now) {
        unit.asService();
        Instant changed = new InMemoryUserStore(unit).raiseVersion(user);
        unit.logUpdate(
                "users",
                user.toString(),
                null,
                new Columns().withSecret("encryptedSsn", before),
                new Columns().withSecret("encryptedSsn", now),
                changed);
    }
}
