package dev.groundwork.application.memory;

import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.domain.account.Password;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A block-list without a library: the passwords that head every published list of leaked ones, in any case, in the usual
 * disguises, and together with each other. Some dozens of words, where a server's knows tens of thousands, so that a test meets
 * a block-list; not enough for a service.
 */
final class ShortBlockList implements PasswordStrength {
    private static final String OBJECTION = "is little more than a very common password; take several uncommon words";

    /** What may surround common words without making a password of them. */
    private static final int MEANINGLESS_REST = 5;

    private static final List<String> LONGEST_FIRST = List.of(
                    "123456789",
                    "1234567890",
                    "987654321",
                    "0123456789",
                    "123123",
                    "111111",
                    "000000",
                    "654321",
                    "666666",
                    "12345",
                    "1234",
                    "123",
                    "2024",
                    "2025",
                    "2026",
                    "password",
                    "passw0rd",
                    "passwort",
                    "qwertyuiop",
                    "qwertzuiop",
                    "qwerty",
                    "qwertz",
                    "asdfghjkl",
                    "asdfgh",
                    "zxcvbnm",
                    "yxcvbnm",
                    "1q2w3e4r",
                    "1qaz2wsx",
                    "iloveyou",
                    "ichliebedich",
                    "letmein",
                    "welcome",
                    "willkommen",
                    "admin",
                    "administrator",
                    "changeme",
                    "login",
                    "secret",
                    "geheim",
                    "hallo",
                    "hello",
                    "master",
                    "monkey",
                    "dragon",
                    "sunshine",
                    "princess",
                    "football",
                    "fussball",
                    "baseball",
                    "superman",
                    "batman",
                    "trustno1",
                    "shadow",
                    "michael",
                    "charlie",
                    "summer",
                    "sommer",
                    "winter",
                    "spring",
                    "test",
                    "guest",
                    "user",
                    "root",
                    "please",
                    "abc123",
                    "abcdefghijklmnopqrstuvwxyz",
                    "abcdefgh",
                    "abcdef",
                    "starwars",
                    "schatz",
                    "computer",
                    "internet")
            .stream()
            .map(ShortBlockList::undisguised)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();

    @Override
    public Optional<String> objection(Password password, Collection<String> words) {
        String rest = undisguised(password.value());
        for (String common : LONGEST_FIRST) {
            rest = rest.replace(common, " ");
        }
        boolean common = rest.contains(" ") && rest.replace(" ", "").length() < MEANINGLESS_REST;
        return common ? Optional.of(OBJECTION) : Optional.empty();
    }

    private static String undisguised(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('@', 'a')
                .replace('4', 'a')
                .replace('3', 'e')
                .replace('0', 'o')
                .replace('1', 'i')
                .replace('!', 'i')
                .replace('$', 's')
                .replace('5', 's')
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "");
    }
}
