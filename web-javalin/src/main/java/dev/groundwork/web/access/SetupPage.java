package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.access.Setup;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.HtmlPage;
import dev.groundwork.web.Languages;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the log's set-up link leads: a form that makes the first administrator. */
final class SetupPage {
    private record Words(
            String title,
            String ask,
            String email,
            String password,
            String hint,
            String button,
            String done,
            String refused,
            String dead) {}

    private static final Languages<Words> WORDS = new Languages<>(Map.of(
            "en",
            new Words(
                    "Set up the first administrator",
                    "Whoever opens this link first makes the account that may do everything. It works once.",
                    "E-mail address",
                    "Password",
                    "At least %d characters, of any kind; a sentence is easy to remember. Not your address, and nothing that many"
                            + " others use.",
                    "Create the administrator",
                    "The administrator is there. Sign in with that address and password.",
                    "That did not work yet. What to change is written at the fields.",
                    "This link does not work, or not any more. While there is no administrator, each start of the server"
                            + " writes a new link to its log."),
            "de",
            new Words(
                    "Das erste Administratorkonto anlegen",
                    "Wer diesen Link zuerst öffnet, legt das Konto an, das alles darf. Das geht einmal.",
                    "E-Mail-Adresse",
                    "Passwort",
                    "Mindestens %d Zeichen, beliebige; ein Satz merkt sich leicht. Nicht die eigene Adresse, und nichts, was viele"
                            + " andere nehmen.",
                    "Administratorkonto anlegen",
                    "Das Konto ist angelegt. Melde dich mit dieser Adresse und diesem Passwort an.",
                    "Das hat noch nicht geklappt. Was zu ändern ist, steht bei den Feldern.",
                    "Dieser Link funktioniert nicht oder nicht mehr. Solange es kein Administratorkonto gibt, schreibt jeder"
                            + " Start des Servers einen neuen Link in sein Protokoll.")));

    private final Setup setup;
    private final Policies policies;

    SetupPage(Groundwork groundwork) {
        this.setup = groundwork.setup();
        this.policies = groundwork.policies();
    }

    Answer show(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        String token = exchange.parameter("token");
        if (token == null || !setup.isOpen(exchange.origin(), token)) {
            return page(chosen).alert(chosen.words().dead()).answer(404);
        }
        return form(page(chosen).paragraph(chosen.words().ask()), chosen.words(), token, "", null)
                .answer(200);
    }

    Answer create(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        try {
            SetupRoutes.Wanted wanted = exchange.body(input -> SetupRoutes.Wanted.parse(input, setup.passwordPolicy()));
            setup.createAdministrator(exchange.origin(), wanted.token(), wanted.administrator());
        } catch (Refused refused) {
            return refused(exchange, chosen, refused);
        }
        return page(chosen).status(chosen.words().done()).answer(200);
    }

    private Answer refused(Exchange exchange, Languages.Chosen<Words> chosen, Refused refused) {
        Refusal refusal = refused.refusal();
        HtmlPage page = page(chosen);
        boolean made = refusal instanceof Refusal.Conflict conflict
                && conflict.violations().isEmpty();
        if (made || HtmlPage.blames(refusal, "token")) {
            return page.alert(chosen.words().dead()).answer(refused);
        }
        HtmlPage told = refusal instanceof Refusal.Invalid
                ? page.alert(chosen.words().refused())
                : page.alertInEnglish(refusal.detail());
        return form(told, chosen.words(), exchange.typed("token"), exchange.typed("email"), refusal)
                .answer(refused);
    }

    private HtmlPage form(HtmlPage page, Words words, String token, String email, @Nullable Refusal refusal) {
        String hint = String.format(words.hint(), setup.passwordPolicy().minLength());
        return page.form(
                Map.of("token", token),
                List.of(
                        new HtmlPage.Field("email", words.email(), "email", "username", ""),
                        new HtmlPage.Field("password", words.password(), "password", "new-password", hint)),
                Map.of("email", email),
                refusal,
                words.button());
    }

    private HtmlPage page(Languages.Chosen<Words> chosen) {
        return new HtmlPage(chosen.tag(), chosen.words().title(), policies.appName());
    }
}
