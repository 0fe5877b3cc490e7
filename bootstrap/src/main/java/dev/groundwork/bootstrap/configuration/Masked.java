package dev.groundwork.bootstrap.configuration;

import java.util.regex.Pattern;

/** Text that may be shown to whoever looks over a shoulder. */
public final class Masked {
    /** What stands for a secret; its length tells nothing. */
    public static final String MASK = "***";

    /** Up to the last at-sign, since a password may hold one. */
    private static final Pattern USER_INFO = Pattern.compile("://(?:([^:@/?#]*):)?\\S*@");

    private static final Pattern PARAMETER =
            Pattern.compile("([?&;][^=&;]*(?:pass|pwd|secret|token|key)[^=&;]*=)[^&;]*", Pattern.CASE_INSENSITIVE);

    private Masked() {}

    /** A URL without the passwords in it, be they before its host or among its parameters. */
    public static String url(String url) {
        String parameters = PARAMETER.matcher(url).replaceAll("$1" + MASK.replace("$", "\\$"));
        int question = parameters.indexOf('?');
        String place = question < 0 ? parameters : parameters.substring(0, question);
        String rest = question < 0 ? "" : parameters.substring(question);
        // A question mark inside of a password, which should have been escaped, must not keep half of it in sight.
        if (!place.contains("@") && rest.contains("@") && !place.startsWith("jdbc:")) {
            place = parameters;
            rest = "";
        }
        return USER_INFO
                        .matcher(place)
                        .replaceAll(match -> match.group(1) == null ? "://" + MASK + "@" : "://$1:" + MASK + "@")
                + rest;
    }

    /** Whether there is anything in the URL that {@link #url} hides. */
    public static boolean hidesInUrl(String url) {
        return !url(url).equals(url);
    }
}
