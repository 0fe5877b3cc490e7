package dev.groundwork.application.memory;

import dev.groundwork.application.access.SetupStore;
import dev.groundwork.domain.account.TokenHash;

final class InMemorySetupStore implements SetupStore {
    private final Unit unit;

    InMemorySetupStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void add(TokenHash token) {
        unit.asService().setupTokens.put(token, token);
    }

    @Override
    public boolean exists(TokenHash token) {
        return unit.asService().setupTokens.contains(token);
    }

    @Override
    public void clear() {
        unit.asService().setupTokens.clear();
    }
}
