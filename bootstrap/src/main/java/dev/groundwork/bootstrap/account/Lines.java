package dev.groundwork.bootstrap.account;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file's lines, one at a time, each bounded: a file without line breaks must not fill the memory. Blank lines are passed over. */
final class Lines implements AutoCloseable {
    private static final int LONGEST = 64 * 1024;
    private static final int BUFFER = 128 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream input;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private long number;
    private String text = "";
    private @Nullable String fault;

    private Lines(InputStream input) {
        this.input = input;
    }

    static Lines open(Path path) throws IOException {
        return new Lines(new BufferedInputStream(Files.newInputStream(path), BUFFER));
    }

    /** Goes to the next line that is not blank; false where there is none. */
    boolean advance() throws IOException {
        while (read()) {
            number++;
            decode();
            if (fault != null || !text.isBlank()) {
                return true;
            }
        }
        return false;
    }

    private boolean read() throws IOException {
        line.reset();
        fault = null;
        boolean any = false;
        for (int next = input.read(); next >= 0; next = input.read()) {
            any = true;
            if (next == '\n') {
                break;
            }
            if (line.size() < LONGEST) {
                line.write(next);
            } else {
                fault = "is longer than " + LONGEST + " bytes";
            }
        }
        return any;
    }

    private void decode() {
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
                text = text.substring(1);
            }
        } catch (CharacterCodingException e) {
            if (fault == null) {
                fault = "is not UTF-8";
            }
        }
    }

    /** Counted from 1, blank lines too. */
    long number() {
        return number;
    }

    String text() {
        return text;
    }

    /** Why it is no text; null where it is. */
    @Nullable
    String fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
