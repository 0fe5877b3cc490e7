package dev.groundwork.domain.flag;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How JsonLogic takes one kind of value for another: as JavaScript does (ECMA-262, section 7), but for truth. */
final class Coercion {
    /** Rules may build lists within lists, and writing them goes as deep. */
    private static final int MAX_DEPTH = 100;

    private Coercion() {}

    /** JsonLogic's truth: false, null, 0, empty text and an empty list are false. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean bool -> bool;
            case BigDecimal number -> number.signum() != 0;
            case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    /** A number as it is, others as JavaScript's {@code Number} takes them; NaN where it is none. */
    static double number(Run run, @Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number number -> number.doubleValue();
            case Boolean bool -> bool ? 1 : 0;
            default -> parsed(run, text(run, value).strip(), true);
        };
    }

    /** As JavaScript's {@code parseFloat}: the number that the text begins with; NaN where it begins with none. */
    static double leadingNumber(Run run, @Nullable Object value) {
        return value instanceof Number number
                ? number.doubleValue()
                : parsed(run, leading(text(run, value == null ? "null" : value).strip()), false);
    }

    private static double parsed(Run run, String text, boolean emptyIsZero) {
        run.step(text.length());
        if (text.isEmpty()) {
            return emptyIsZero ? 0 : Double.NaN;
        }
        return isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
    }

    /** The longest beginning that is a decimal number. */
    private static String leading(String text) {
        int end = Math.min(text.length(), 400);
        while (end > 0 && !isDecimal(text.substring(0, end))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Digits with a sign, a point and an exponent where there are any, and nothing else that Java would take. */
    private static boolean isDecimal(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int digits = digitsFrom(text, at);
        int end = at + digits;
        if (end < text.length() && text.charAt(end) == '.') {
            int behind = digitsFrom(text, end + 1);
            end += 1 + behind;
            digits += behind;
        }
        if (digits == 0) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
                exponent++;
            }
            int length = digitsFrom(text, exponent);
            if (length == 0) {
                return false;
            }
            end = exponent + length;
        }
        return end == text.length();
    }

    private static int digitsFrom(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end - start;
    }

    /** As JavaScript writes it; a list's items with commas between them. */
    static String text(Run run, @Nullable Object value) {
        return text(run, value, 0);
    }

    private static String text(Run run, @Nullable Object value, int depth) {
        return switch (value) {
            case null -> "null";
            case String text -> text;
            case Number number -> text(number);
            case Boolean bool -> bool.toString();
            case List<?> list -> joined(run, list, depth);
            case Map<?, ?> map -> "[object Object]";
            default -> throw new IllegalStateException("no JSON value: " + value.getClass());
        };
    }

    private static String joined(Run run, List<?> list, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Run.TooManySteps();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            run.step();
            Object item = list.get(i);
            String one = item == null ? "" : text(run, item, depth + 1);
            run.step(one.length());
            text.append(i == 0 ? "" : ",").append(one);
        }
        return text.toString();
    }

    /** Whole numbers without a point, as JavaScript and flagd write them. */
    private static String text(Number number) {
        if (number instanceof BigDecimal exact) {
            BigDecimal bare = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
            boolean readable = bare.precision() - bare.scale() <= 21 && bare.scale() <= 21;
            return readable ? bare.toPlainString() : bare.toString();
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1e18
                ? Long.toString((long) value)
                : Double.isFinite(value) ? text(BigDecimal.valueOf(value)) : Double.toString(value);
    }

    /** {@code ===}: of one kind, and the same; lists and objects are the same where they are one and the same. */
    static boolean isSame(Run run, @Nullable Object one, @Nullable Object other) {
        if (one instanceof Number left && other instanceof Number right) {
            return compare(left, right) == 0;
        }
        if (one instanceof String left && other instanceof String right) {
            run.step(Math.min(left.length(), right.length()));
            return left.equals(right);
        }
        if (one instanceof Boolean left && other instanceof Boolean right) {
            return left.equals(right);
        }
        return isOne(one, other);
    }

    @SuppressWarnings("ReferenceEquality") // as JavaScript compares them
    private static boolean isOne(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }

    /** {@code ==}. */
    static boolean isEqual(Run run, @Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        if (one instanceof Boolean left && !(other instanceof Boolean)) {
            return isEqual(run, left ? BigDecimal.ONE : BigDecimal.ZERO, other);
        }
        if (other instanceof Boolean && !(one instanceof Boolean)) {
            return isEqual(run, other, one);
        }
        if (one instanceof Number left && !(other instanceof Number)) {
            return left.doubleValue() == number(run, other);
        }
        if (other instanceof Number && !(one instanceof Number)) {
            return isEqual(run, other, one);
        }
        if (one instanceof String left && !(other instanceof String)) {
            return left.equals(text(run, other));
        }
        if (other instanceof String && !(one instanceof String)) {
            return isEqual(run, other, one);
        }
        return isSame(run, one, other);
    }

    /** {@code <} and its like: text by its characters, all else by number; null where one of them is none. */
    static @Nullable Integer compare(Run run, @Nullable Object one, @Nullable Object other) {
        if (one instanceof Number left && other instanceof Number right) {
            return isNumber(left) && isNumber(right) ? compare(left, right) : null;
        }
        if (one instanceof String left && other instanceof String right) {
            run.step(Math.min(left.length(), right.length()));
            return left.compareTo(right);
        }
        double left = number(run, one);
        double right = number(run, other);
        return Double.isNaN(left) || Double.isNaN(right) ? null : left < right ? -1 : left > right ? 1 : 0;
    }

    private static boolean isNumber(Number number) {
        return !Double.isNaN(number.doubleValue());
    }

    /** Digits that a double can't hold count where both numbers came as JSON. */
    private static int compare(Number one, Number other) {
        return one instanceof BigDecimal left && other instanceof BigDecimal right
                ? left.compareTo(right)
                : one.doubleValue() == other.doubleValue() ? 0 : Double.compare(one.doubleValue(), other.doubleValue());
    }
}
