package dev.groundwork.domain.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What somebody types to say who they are: an address or a username. It is not checked for form, since one that can't exist
 * must be answered like one that merely doesn't.
 *
 * @param canonical lower case, NFC
 */
public record Login(String canonical) {
    /** No address or username is longer; what is, is nobody's. */
    private static final int MAX_LENGTH = 320;

    public Login {
        canonical = Normalizer.normalize(canonical.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (canonical.length() > MAX_LENGTH) {
            canonical = canonical.substring(0, MAX_LENGTH);
        }
    }

    /** Whether it can only be an address; a username never holds an at sign. */
    public boolean isEmail() {
        return canonical.indexOf('@') >= 0;
    }
}
