package dev.groundwork.web;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page for people: one thing to read or one form to send, without a script, without anything loaded from elsewhere. Whatever is
 * put into it is escaped.
 */
public final class HtmlPage {
    private static final String STYLE = resource("page.css");

    /** Nothing but our own style and a form to ourselves. */
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String language;
    private final String title;
    private final String appName;
    private final StringBuilder content = new StringBuilder();

    public HtmlPage(String language, String title, String appName) {
        this.language = language;
        this.title = title;
        this.appName = appName;
    }

    /**
     * A field of a form.
     *
     * @param hint what a good value looks like; empty where the label says enough
     */
    public record Field(String name, String label, String type, String autocomplete, String hint) {
        public Field {
            Objects.requireNonNull(name);
            Objects.requireNonNull(label);
        }
    }

    public HtmlPage paragraph(String text) {
        content.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    /** Something that a screen reader says at once. */
    public HtmlPage status(String text) {
        content.append("<p role=\"status\" class=\"good\">")
                .append(escape(text))
                .append("</p>\n");
        return this;
    }

    /** What went wrong; a screen reader says it at once. */
    public HtmlPage alert(String text) {
        return alert(new Reason(language, text));
    }

    /** As {@link #alert}, for what the core says of itself, in English. */
    public HtmlPage alertInEnglish(String text) {
        return alert(new Reason("en", text));
    }

    private HtmlPage alert(Reason reason) {
        content.append("<p role=\"alert\" class=\"bad\"")
                .append(language(reason))
                .append('>')
                .append(escape(reason.text()))
                .append("</p>\n");
        return this;
    }

    /** WCAG 2.2, 3.1.2: what is in another language than the page says so. */
    private String language(Reason reason) {
        return reason.language().equals(language) ? "" : " lang=\"" + escape(reason.language()) + "\"";
    }

    /**
     * A form that is sent to the page itself.
     *
     * @param hidden values that go along
     * @param values what was typed before, never a password
     * @param refusal why the last try was refused; null at the first
     */
    public HtmlPage form(
            Map<String, String> hidden,
            List<Field> fields,
            Map<String, String> values,
            @Nullable Refusal refusal,
            String button) {
        content.append("<form method=\"post\">\n");
        hidden.forEach((name, value) -> content.append("<input type=\"hidden\" name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(value))
                .append("\">\n"));
        boolean focused = false;
        for (Field field : fields) {
            Reason fault = fault(refusal, field.name());
            boolean focus = !focused && (fault != null || refusal == null);
            focused |= focus;
            field(field, values.getOrDefault(field.name(), ""), fault, focus);
        }
        content.append("<button type=\"submit\"")
                .append(fields.isEmpty() ? " autofocus" : "")
                .append('>')
                .append(escape(button))
                .append("</button>\n</form>\n");
        return this;
    }

    private void field(Field field, String value, @Nullable Reason fault, boolean focus) {
        String id = escape(field.name());
        String described = (field.hint().isEmpty() ? "" : id + "-hint ") + (fault == null ? "" : id + "-fault");
        content.append("<label for=\"")
                .append(id)
                .append("\">")
                .append(escape(field.label()))
                .append("</label>\n");
        if (!field.hint().isEmpty()) {
            content.append("<p class=\"hint\" id=\"").append(id).append("-hint\">");
            content.append(escape(field.hint())).append("</p>\n");
        }
        if (fault != null) {
            content.append("<p class=\"fault\" id=\"")
                    .append(id)
                    .append("-fault\"")
                    .append(language(fault));
            content.append('>').append(escape(fault.text())).append("</p>\n");
        }
        content.append("<input id=\"")
                .append(id)
                .append("\" name=\"")
                .append(id)
                .append("\" type=\"");
        content.append(escape(field.type())).append("\" autocomplete=\"").append(escape(field.autocomplete()));
        content.append("\" value=\"").append(escape(value)).append("\" required");
        content.append(described.isEmpty() ? "" : " aria-describedby=\"" + described.strip() + "\"");
        content.append(fault == null ? "" : " aria-invalid=\"true\"")
                .append(focus ? " autofocus" : "")
                .append(">\n");
    }

    private @Nullable Reason fault(@Nullable Refusal refusal, String name) {
        return violations(refusal).stream()
                .filter(violation -> violation.pointer().equals("/" + name))
                .map(violation -> Reason.of(language, violation.detail()))
                .findFirst()
                .orElse(null);
    }

    /** Whether a refusal has to do with this value. */
    public static boolean blames(Refusal refusal, String name) {
        return violations(refusal).stream()
                .anyMatch(violation -> violation.pointer().equals("/" + name));
    }

    private static List<Violation> violations(@Nullable Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid invalid -> invalid.violations();
            case Refusal.Conflict conflict -> conflict.violations();
            case null, default -> List.of();
        };
    }

    public Answer answer(int status) {
        String html = "<!doctype html>\n<html lang=\"" + escape(language) + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"robots\" content=\"noindex\">\n"
                + "<title>" + escape(title) + " · " + escape(appName) + "</title>\n<style>" + STYLE + "</style>\n"
                + "</head>\n<body>\n<main>\n<p class=\"service\">" + escape(appName) + "</p>\n<h1>" + escape(title)
                + "</h1>\n" + content + "</main>\n</body>\n</html>\n";
        // The origin alone: with no referrer at all, a browser would send the page's own form without an Origin either.
        return Answer.html(status, html)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "strict-origin")
                .with("Vary", "Origin, Accept-Language");
    }

    /** The answer to a form that was refused, with the status and headers that the refusal has everywhere. */
    public Answer answer(Refused refused) {
        Problem problem = Problem.of(refused.refusal());
        return answer(problem.status()).with(problem.headers());
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
