package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Text;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A task's labels, in the order given, each once.
 *
 * @param values at most {@value #MAX_COUNT}, each a line of 1 to {@value #MAX_LENGTH} characters
 */
public record Labels(List<String> values) {
    public static final int MAX_COUNT = 50;
    public static final int MAX_LENGTH = 50;

    /** No labels. */
    public static final Labels NONE = new Labels(List.of());

    public Labels {
        values = List.copyOf(new LinkedHashSet<>(values));
        if (values.size() > MAX_COUNT) {
            throw new IllegalArgumentException("more than " + MAX_COUNT + " labels");
        }
    }

    /** Reads a list of text; refuses with the violations of all labels. */
    public static Labels read(Object raw) {
        List<String> values =
                Input.list(Input.text(text -> Text.line(text, MAX_LENGTH))).read(raw);
        if (values.size() > MAX_COUNT) {
            throw Refused.invalid("must have at most " + MAX_COUNT + " labels");
        }
        return new Labels(values);
    }
}
