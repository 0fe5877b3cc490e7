package dev.groundwork.bootstrap;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The {@code groundwork} command. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Commands(System.getenv(), System.in, out, err).run(List.of(words)));
    }
}
