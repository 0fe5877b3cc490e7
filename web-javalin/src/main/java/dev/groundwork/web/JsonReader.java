package dev.groundwork.web;

import dev.groundwork.domain.Violation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as strictly as it can be read: UTF-8, one document, no member twice at any depth, bounded in depth and in numbers.
 * What it hands on is plain Java: text, {@link BigDecimal}, {@link Boolean}, null, lists and maps of these.
 */
final class JsonReader {
    /** Deeper than any document of ours may nest, so that the domain can say where the line is. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 100;

    /** Beyond it no double reaches either; {@code 1e1000000000} is ten bytes here and a gigabyte once written out. */
    private static final int MAX_EXPONENT = 308;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(1000)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private final JsonParser parser;
    private final List<Violation> faults = new ArrayList<>();

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * @param value the document; null for the document {@code null}
     * @param faults why it can't be understood although it is JSON; empty where it can
     */
    record Document(@Nullable Object value, List<Violation> faults) {}

    /** @throws Rejected where it is not JSON */
    static Document read(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), decode(body))) {
            JsonReader reader = new JsonReader(parser);
            if (parser.nextToken() == null) {
                throw Rejected.badRequest("The body is empty; send a JSON object.");
            }
            Object value = reader.value("");
            if (parser.nextToken() != null) {
                throw Rejected.badRequest("The body goes on after its JSON document has ended.");
            }
            return new Document(value, reader.faults);
        } catch (StreamConstraintsException e) {
            throw Rejected.badRequest(
                    "The body nests deeper than " + MAX_DEPTH + " levels, or holds a name or number that is too long.");
        } catch (JacksonException e) {
            throw Rejected.badRequest("The body is not JSON: look at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ".");
        }
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Rejected.badRequest("The body is not UTF-8.");
        }
    }

    private @Nullable Object value(String pointer) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> list(pointer);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(pointer);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value starts with " + parser.currentToken());
        };
    }

    private Map<String, @Nullable Object> object(String pointer) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String place =
                    pointer + new Violation("", "").within(printable(name)).pointer();
            boolean twice = members.containsKey(name);
            parser.nextToken();
            members.put(name, value(place));
            if (twice) {
                faults.add(new Violation(place, "is there twice"));
            }
        }
        return members;
    }

    private List<@Nullable Object> list(String pointer) {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(pointer + "/" + items.size()));
        }
        return items;
    }

    private BigDecimal number(String pointer) {
        try {
            BigDecimal number = new BigDecimal(parser.getString());
            if (Math.abs((long) number.precision() - number.scale()) <= MAX_EXPONENT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // its exponent fits into no int: falls through to the fault, which says all there is to say
        }
        faults.add(new Violation(pointer, "is a number too large or too small"));
        return BigDecimal.ZERO;
    }

    /** A name as it may stand in an answer: half of a surrogate pair can't be written as UTF-8. */
    static String printable(String name) {
        StringBuilder printable = new StringBuilder(name.length());
        name.codePoints()
                .limit(100)
                .map(c -> Character.getType(c) == Character.SURROGATE || Character.isISOControl(c) ? 0xFFFD : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
