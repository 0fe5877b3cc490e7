package dev.groundwork.bootstrap;

import dev.groundwork.domain.account.Password;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Where a password comes from that is no word of the command line, which others of this machine see. */
final class PasswordInput {
    private final InputStream in;

    PasswordInput(InputStream in) {
        this.in = in;
    }

    /**
     * The whole standard input, without the line break at its end.
     *
     * @throws StartRefused where there is none, or it is too long for a password
     */
    String fromStandardInput() throws IOException {
        // A character takes up to four bytes before it is put into its usual form, which may be shorter.
        byte[] bytes = in.readNBytes(4 * Password.MAX_BYTES + 2);
        String password = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
        if (password.isEmpty()) {
            throw new StartRefused(
                    "There is no password on the standard input, and --password-stdin asks for one there.");
        }
        return password;
    }

    /**
     * Asks at the terminal, twice and without an echo.
     *
     * @throws StartRefused where there is no terminal, or the two differ
     */
    String fromTerminal(String whose) throws IOException {
        if (!isTerminal()) {
            throw new StartRefused("There is no terminal to ask at; give the password by --password-stdin.");
        }
        Console console = Objects.requireNonNull(System.console(), "there is a terminal");
        char[] first = console.readPassword("New password of %s: ", whose);
        char[] second = console.readPassword("Once more: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw new StartRefused("The two passwords are not the same; nothing was changed.");
        }
        return new String(first);
    }

    /** From 22 on Java answers a console also where there is no terminal, and would show what is typed. */
    private static boolean isTerminal() throws IOException {
        try {
            return new ProcessBuilder("/bin/sh", "-c", "test -t 0 && test -t 1")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
