package dev.groundwork.domain.flag;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as semver.org orders them, and as flagd reads them: {@code v1} and {@code 1.2} stand for {@code 1.0.0} and
 * {@code 1.2.0}, and what follows a plus counts for nothing.
 *
 * @param core major, minor and patch, digits without leading zeros
 * @param pre what follows a hyphen, by its dots; empty for a release
 */
record SemanticVersion(List<String> core, List<String> pre) {
    /** What may stand between two versions. */
    static final Set<String> OPERATORS = Set.of("=", "!=", "<", "<=", ">", ">=", "^", "~");

    private static final int MAX_LENGTH = 256;

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String IDENTIFIER = "(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|0|[1-9][0-9]*)";
    private static final Pattern FORM = Pattern.compile("[vV]?" + NUMBER + "(?:\\." + NUMBER + "(?:\\." + NUMBER
            + "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*+))?+(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+)?+)?)?");

    /** Empty where the text is no version. */
    static Optional<SemanticVersion> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        List<String> core = List.of(form.group(1), orZero(form.group(2)), orZero(form.group(3)));
        String pre = form.group(4);
        return Optional.of(new SemanticVersion(core, pre == null ? List.of() : List.of(pre.split("\\."))));
    }

    private static String orZero(@Nullable String number) {
        return number == null ? "0" : number;
    }

    /** @param operator one of {@link #OPERATORS} */
    boolean is(String operator, SemanticVersion other) {
        return switch (operator) {
            case "=" -> order(other) == 0;
            case "!=" -> order(other) != 0;
            case "<" -> order(other) < 0;
            case "<=" -> order(other) <= 0;
            case ">" -> order(other) > 0;
            case ">=" -> order(other) >= 0;
            case "^" -> core.get(0).equals(other.core.get(0));
            case "~" -> core.subList(0, 2).equals(other.core.subList(0, 2));
            default -> throw new IllegalArgumentException("no operator: " + operator);
        };
    }

    private int order(SemanticVersion other) {
        for (int i = 0; i < core.size(); i++) {
            int compared = orderOfNumbers(core.get(i), other.core.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        if (pre.isEmpty() || other.pre.isEmpty()) {
            return Boolean.compare(pre.isEmpty(), other.pre.isEmpty());
        }
        for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
            int compared = orderOfIdentifiers(pre.get(i), other.pre.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(pre.size(), other.pre.size());
    }

    /** However many digits they have. */
    private static int orderOfNumbers(String one, String other) {
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }

    private static int orderOfIdentifiers(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        return number ? orderOfNumbers(one, other) : one.compareTo(other);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
