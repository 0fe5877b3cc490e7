package dev.groundwork.domain;

import java.util.Objects;

/**
 * One reason why an input is not acceptable.
 *
 * @param pointer where in the input, as a JSON Pointer (RFC 6901); empty for the value as a whole
 * @param detail what is wrong and what would be right, for a person; never repeats a secret
 */
public record Violation(String pointer, String detail) {
    public Violation {
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(detail);
    }

    /** The same violation, seen from a value that holds this one at {@code member}. */
    public Violation within(String member) {
        return new Violation("/" + escaped(member) + pointer, detail);
    }

    /** A member's name as a pointer has it. */
    public static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
