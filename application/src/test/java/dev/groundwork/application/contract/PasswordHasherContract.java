package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link PasswordHasher} promises. */
public interface PasswordHasherContract {
    PasswordHasher passwordHasher();

    @Test
    default void knowsThePasswordThatItHashedAndNoOther() {
        PasswordHash hash = passwordHasher().hash(new Password("correct horse battery staple"));

        assertThat(verify("correct horse battery staple", hash)).isTrue();
        assertThat(verify("correct horse battery stapl", hash)).isFalse();
        assertThat(verify("correct horse battery staple ", hash)).isFalse();
        assertThat(verify("Correct horse battery staple", hash)).isFalse();
    }

    @Test
    default void saltsEachHashAnew() {
        Password password = new Password("the same each time");

        PasswordHash one = passwordHasher().hash(password);
        PasswordHash other = passwordHasher().hash(password);

        assertThat(one).isNotEqualTo(other);
        assertThat(passwordHasher().verify(password, one)).isTrue();
        assertThat(passwordHasher().verify(password, other)).isTrue();
    }

    @Test
    default void writesThePhcStringFormat() {
        assertThat(passwordHasher().hash(new Password("any password at all")).value())
                .matches("\\$[a-z0-9-]{1,32}(\\$v=[0-9]+)?(\\$[a-z0-9-]+=[^,$]+(,[a-z0-9-]+=[^,$]+)*)?"
                        + "\\$[A-Za-z0-9+/.-]{22,}\\$[A-Za-z0-9+/]{43,}");
    }

    @Test
    default void looksAtEveryByteOfTheLongestPassword() {
        String long1023 = "x".repeat(Password.MAX_BYTES - 1);
        PasswordHash hash = passwordHasher().hash(new Password(long1023 + "a"));

        assertThat(verify(long1023 + "a", hash)).isTrue();
        assertThat(verify(long1023 + "b", hash)).isFalse();
        assertThat(verify(long1023, hash)).isFalse();
    }

    @Test
    default void takesAnyCharacter() {
        for (String text :
                List.of("ключ от дома 🔑 和", " spaces at both ends ", "tab\tand\nline", "\u0001\u007f ctrl")) {
            PasswordHash hash = passwordHasher().hash(new Password(text));
            assertThat(verify(text, hash)).as(text).isTrue();
            assertThat(verify(text.strip() + "?", hash)).as(text).isFalse();
        }
    }

    @Test
    default void takesTheTwoWaysToWriteALetterForOne() {
        PasswordHash composed = passwordHasher().hash(new Password("caf\u00e9 au lait s'il vous pla\u00eet"));

        assertThat(verify("cafe\u0301 au lait s'il vous plai\u0302t", composed)).isTrue();
    }

    @Test
    default void asksForNoUpgradeOfWhatItMakesAndForOneOfAnyOtherKind() {
        PasswordHash own = passwordHasher().hash(new Password("any password at all"));

        assertThat(passwordHasher().needsUpgrade(own)).isFalse();
        assertThat(passwordHasher().needsUpgrade(new PasswordHash("$test$of-no-known-kind")))
                .isTrue();
        assertThat(passwordHasher()
                        .needsUpgrade(new PasswordHash("$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy")))
                .isTrue();
    }

    @Test
    default void isRightOrBusyUnderTwentyThreadsAndNeverWrong() {
        PasswordHash hash = passwordHasher().hash(new Password("shared by twenty threads"));

        List<Boolean> right = Together.run(number -> {
            String text = number % 2 == 0 ? "shared by twenty threads" : "not shared by anybody";
            Throwable busy = catchThrowable(() -> assertThat(verify(text, hash)).isEqualTo(number % 2 == 0));
            if (busy != null) {
                assertThat(busy).satisfies(Refusals.are(Refusal.Unavailable.class));
            }
            return busy == null;
        });

        assertThat(right).contains(true);
    }

    private boolean verify(String text, PasswordHash hash) {
        return passwordHasher().verify(new Password(text), hash);
    }
}
