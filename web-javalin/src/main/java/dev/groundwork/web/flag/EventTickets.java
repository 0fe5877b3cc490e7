package dev.groundwork.web.flag;

import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.domain.account.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lets somebody listen to events: a browser sends no header of its own with such a request, so it stands in the address. It tells
 * who was signed in when it was given out, and is good for nothing else.
 */
final class EventTickets {
    private static final Duration GOOD_FOR = Duration.ofHours(24);
    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

    private final CredentialSigner signer;

    EventTickets(CredentialSigner signer) {
        this.signer = signer;
    }

    /** The same within an hour, lest a client think with each answer that it has to listen somewhere else. */
    String issue(UserId user, Instant now) {
        long end = now.truncatedTo(ChronoUnit.HOURS).plus(GOOD_FOR).getEpochSecond();
        return user + "." + end + "." + seal(user.toString(), Long.toString(end));
    }

    /** Whom it was given to; empty where it is forged or too old. */
    Optional<String> read(String ticket, Instant now) {
        Matcher parts = FORM.matcher(ticket);
        if (!parts.matches() || Long.parseLong(parts.group(2)) <= now.getEpochSecond()) {
            return Optional.empty();
        }
        byte[] seal = seal(parts.group(1), parts.group(2)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(seal, parts.group(3).getBytes(StandardCharsets.US_ASCII))
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }

    private String seal(String user, String end) {
        return signer.fingerprint("flag-events\n" + user + "\n" + end);
    }
}
