package dev.groundwork.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody who may come to a row; {@code world.sql} has them, and every project of it has those who can be in one. */
enum Persona {
    NO_CONTEXT(0),
    ANONYMOUS(0),
    STRANGER(101),
    VIEWER(102),
    MEMBER(103),
    MAINTAINER(104),
    OWNER(105),
    ADMINISTRATOR(106),
    /** Was an administrator until a second ago. */
    EXPIRED(107),
    /** A maintainer who may neither create tasks nor manage members. */
    NARROWED(108),
    /** A viewer who may create tasks and manage members. */
    WIDENED(109),
    /** A member of every project, and not active. */
    SUSPENDED(110),
    /** A member who may delete the project. */
    DELETER(113);

    static final Set<Persona> NOBODY = EnumSet.noneOf(Persona.class);
    static final Set<Persona> ANYBODY = EnumSet.complementOf(EnumSet.of(NO_CONTEXT));
    static final Set<Persona> SIGNED_IN = EnumSet.complementOf(EnumSet.of(NO_CONTEXT, ANONYMOUS, SUSPENDED));
    static final Set<Persona> MEMBERS = EnumSet.of(VIEWER, MEMBER, MAINTAINER, OWNER, NARROWED, WIDENED, DELETER);

    private final int id;

    Persona(int id) {
        this.id = id;
    }

    /** The numeric id, or 0. */
    int id() {
        return id;
    }

    @Nullable
    String uuid() {
        return id == 0 ? null : "00000000-0000-4000-8000-%012d".formatted(id);
    }

    /** Begins a unit of theirs, as the real role. */
    void begin(Connection runtime) throws SQLException {
        if (this == NO_CONTEXT) {
            Sql.run(runtime, "set local role app_user");
        } else {
            Sql.beginAs(runtime, uuid());
        }
    }
}
