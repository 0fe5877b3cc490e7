package dev.groundwork.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client is willing to read (RFC 9110 section 12.5.1). Pages, files and metrics are one thing each and not asked about. */
final class Accepts {
    private Accepts() {}

    /** @throws Rejected 406 where the client wants no JSON from a route that answers with it */
    static void require(Route route, @Nullable String accept) {
        if (accept == null || accept.equals("*/*") || accept.equals("application/json")) {
            return;
        }
        if (route.path().startsWith("/v1/") && !route.file() && !admitsJson(accept)) {
            throw new Rejected(Problem.of(Problem.Kind.NOT_ACCEPTABLE, "Answers here are application/json only."));
        }
    }

    /** The most specific range that covers JSON decides, as the standard has it. */
    private static boolean admitsJson(String accept) {
        int specificity = -1;
        boolean admitted = false;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.strip().split(";", -1);
            int found = switch (parts[0].strip()) {
                case "application/json" -> 2;
                case "application/*" -> 1;
                case "*/*", "*" -> 0;
                default -> -1;
            };
            if (found > specificity) {
                specificity = found;
                admitted = !isZero(parts);
            }
        }
        return admitted;
    }

    private static boolean isZero(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
