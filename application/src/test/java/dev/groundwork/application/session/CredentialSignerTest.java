package dev.groundwork.application.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.session.SessionHandle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialSignerTest {
    private static final Instant END = Instant.parse("2026-11-24T12:10:00Z");
    private static final Instant BEFORE = END.minusMillis(1);
    private static final SessionHandle HANDLE = new SessionHandle("AbCdEfGhIjKlMnOpQrStUw");

    private final CredentialSigner signer = new CredentialSigner(List.of(secret('a')));

    @Test
    void knowsWhatItSigned() {
        assertThat(signer.verifyAccessToken(signer.accessToken(HANDLE, END), BEFORE))
                .contains(HANDLE);
        assertThat(signer.verifyCookie(signer.cookie(HANDLE, END), BEFORE)).contains(HANDLE);
    }

    @Test
    void saysWhatAnAccessTokenIs() {
        assertThat(signer.accessToken(HANDLE, END)).startsWith(CredentialSigner.ACCESS_TOKEN_PREFIX);
    }

    @Test
    void endsACredentialAtItsEnd() {
        assertThat(signer.verifyAccessToken(signer.accessToken(HANDLE, END), END))
                .isEmpty();
        assertThat(signer.verifyCookie(signer.cookie(HANDLE, END), END)).isEmpty();
    }

    @Test
    void takesNeitherForTheOther() {
        String cookie = signer.cookie(HANDLE, END);
        String token = signer.accessToken(HANDLE, END);

        assertThat(signer.verifyAccessToken(CredentialSigner.ACCESS_TOKEN_PREFIX + cookie, BEFORE))
                .isEmpty();
        assertThat(signer.verifyCookie(token.substring(CredentialSigner.ACCESS_TOKEN_PREFIX.length()), BEFORE))
                .isEmpty();
    }

    @Test
    void refusesWhateverWasChanged() {
        String cookie = signer.cookie(HANDLE, END);

        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'B' ? 'C' : 'B';
            String forged = cookie.substring(0, i) + other + cookie.substring(i + 1);
            assertThat(signer.verifyCookie(forged, BEFORE)).as("character " + i).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoCredentialAtAll() {
        for (String garbage :
                List.of("", "gwa_", "=", "ü", "A", signer.cookie(HANDLE, END) + "AAAA", "A".repeat(9999))) {
            assertThat(signer.verifyAccessToken(garbage, BEFORE)).isEmpty();
            assertThat(signer.verifyAccessToken("gwa_" + garbage, BEFORE)).isEmpty();
            assertThat(signer.verifyCookie(garbage, BEFORE)).isEmpty();
        }
    }

    @Test
    void refusesAnothersSignature() {
        CredentialSigner other = new CredentialSigner(List.of(secret('b')));

        assertThat(signer.verifyCookie(other.cookie(HANDLE, END), BEFORE)).isEmpty();
    }

    @Test
    void signsWithTheFirstSecretAndVerifiesWithAll() {
        CredentialSigner renewed = new CredentialSigner(List.of(secret('b'), secret('a')));
        CredentialSigner later = new CredentialSigner(List.of(secret('b')));

        assertThat(renewed.verifyCookie(signer.cookie(HANDLE, END), BEFORE)).contains(HANDLE);
        assertThat(later.verifyCookie(renewed.cookie(HANDLE, END), BEFORE)).contains(HANDLE);
        assertThat(later.verifyCookie(signer.cookie(HANDLE, END), BEFORE)).isEmpty();
    }

    @Test
    void refusesAShortSecretAndNone() {
        assertThatThrownBy(() -> new CredentialSigner(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CredentialSigner(List.of(secret('a'), new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] secret(char filling) {
        return String.valueOf(filling).repeat(32).getBytes(StandardCharsets.US_ASCII);
    }
}
