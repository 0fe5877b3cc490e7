package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.Functions.nullOnAnyNull;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.row;

import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.application.access.SsnStore;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.persistence.Unit;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SelectField;

/** Sealed numbers in {@code app.users.encrypted_ssn}. */
public final class JooqSsnStore implements SsnStore {
    private static final SelectField<Sealed> NUMBER =
            row(USERS.ENCRYPTED_SSN_KEY_ID, USERS.ENCRYPTED_SSN).mapping(nullOnAnyNull(Sealed::new));

    private final Unit unit;

    public JooqSsnStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Sealed> find(UserId user) {
        return unit.sql()
                .select(NUMBER)
                .from(USERS)
                .where(USERS.UUID.eq(user), USERS.ENCRYPTED_SSN.isNotNull())
                .fetchOptional(found -> found.value1());
    }

    @Override
    public void put(UserId user, Sealed number) {
        unit.sql()
                .update(USERS)
                .set(USERS.ENCRYPTED_SSN_KEY_ID, number.keyId())
                .set(USERS.ENCRYPTED_SSN, number.bytes())
                .where(USERS.UUID.eq(user))
                .execute();
    }

    @Override
    public boolean remove(UserId user) {
        return unit.sql()
                        .update(USERS)
                        .setNull(USERS.ENCRYPTED_SSN_KEY_ID)
                        .setNull(USERS.ENCRYPTED_SSN)
                        .where(USERS.UUID.eq(user), USERS.ENCRYPTED_SSN.isNotNull())
                        .execute()
                > 0;
    }

    @Override
    public List<Owned> listNotUnder(String keyId, int max) {
        return unit.sql()
                .select(USERS.UUID, NUMBER)
                .from(USERS)
                .where(notUnder(keyId))
                .orderBy(USERS.ENCRYPTED_SSN_KEY_ID, USERS.ID)
                .limit(max)
                .forNoKeyUpdate()
                .skipLocked()
                .fetch(mapping(Owned::new));
    }

    @Override
    public long countNotUnder(String keyId) {
        return unit.sql().fetchCount(USERS, notUnder(keyId));
    }

    private static Condition notUnder(String keyId) {
        return USERS.ENCRYPTED_SSN_KEY_ID.isNotNull().and(USERS.ENCRYPTED_SSN_KEY_ID.ne(keyId));
    }
}
