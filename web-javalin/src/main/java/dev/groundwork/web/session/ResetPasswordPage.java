package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.session.Passwords;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.HtmlPage;
import dev.groundwork.web.Languages;
import dev.groundwork.web.session.PasswordRoutes.Choice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the links lead that let somebody choose a password: a new one, or the first after an invitation. */
final class ResetPasswordPage {
    private record Words(
            String title,
            String ask,
            String password,
            String hint,
            String button,
            String done,
            String refused,
            String incomplete,
            String dead) {}

    private static final Languages<Words> WORDS = new Languages<>(Map.of(
            "en",
            new Words(
                    "Choose your password",
                    "You will sign in with it from now on. Devices that are signed in at the moment will be signed out.",
                    "New password",
                    "At least %d characters, of any kind; a sentence is easy to remember. Not your name"
                            + " or address, and nothing that many others use.",
                    "Set the password",
                    "Your password is set. Sign in with it.",
                    "That did not work yet. What to change is written at the field.",
                    "This link is not complete. Copy all of it from the mail, to the very end.",
                    "This link does not work, or not any more: it was used already, is too old, or a newer one took its"
                            + " place. Ask for a new password where you sign in."),
            "de",
            new Words(
                    "Passwort wählen",
                    "Mit ihm meldest du dich künftig an. Geräte, die gerade angemeldet sind, werden abgemeldet.",
                    "Neues Passwort",
                    "Mindestens %d Zeichen, beliebige; ein Satz merkt sich leicht. Nicht der eigene Name"
                            + " oder die eigene Adresse, und nichts, was viele andere nehmen.",
                    "Passwort setzen",
                    "Dein Passwort ist gesetzt. Melde dich damit an.",
                    "Das hat noch nicht geklappt. Was zu ändern ist, steht beim Feld.",
                    "Dieser Link ist nicht vollständig. Kopiere ihn ganz aus der E-Mail, bis zum letzten Zeichen.",
                    "Dieser Link funktioniert nicht oder nicht mehr: Er wurde schon benutzt, ist zu alt, oder ein neuerer hat"
                            + " ihn ersetzt. Ein neues Passwort gibt es dort, wo du dich anmeldest.")));

    private final Passwords passwords;
    private final Policies policies;

    ResetPasswordPage(Groundwork groundwork) {
        this.passwords = groundwork.passwords();
        this.policies = groundwork.policies();
    }

    Answer show(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        String token = exchange.parameter("token");
        if (token == null || token.isBlank()) {
            return page(chosen).alert(chosen.words().incomplete()).answer(400);
        }
        if (!passwords.isGood(exchange.origin(), token)) {
            return page(chosen).alert(chosen.words().dead()).answer(404);
        }
        return form(page(chosen).paragraph(chosen.words().ask()), chosen.words(), token, null)
                .answer(200);
    }

    Answer choose(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        try {
            Choice choice = exchange.body(Choice::parse);
            passwords.reset(exchange.origin(), choice.token(), choice.newPassword());
        } catch (Refused refused) {
            return refused(exchange, chosen, refused);
        }
        return page(chosen).status(chosen.words().done()).answer(200);
    }

    private Answer refused(Exchange exchange, Languages.Chosen<Words> chosen, Refused refused) {
        Refusal refusal = refused.refusal();
        HtmlPage page = page(chosen);
        if (HtmlPage.blames(refusal, "token")) {
            return page.alert(chosen.words().dead()).answer(refused);
        }
        HtmlPage told = refusal instanceof Refusal.Invalid
                ? page.alert(chosen.words().refused())
                : page.alertInEnglish(refusal.detail());
        return form(told, chosen.words(), exchange.typed("token"), refusal).answer(refused);
    }

    private HtmlPage form(HtmlPage page, Words words, String token, @Nullable Refusal refusal) {
        String hint = String.format(words.hint(), passwords.policy().minLength());
        return page.form(
                Map.of("token", token),
                List.of(new HtmlPage.Field("newPassword", words.password(), "password", "new-password", hint)),
                Map.of(),
                refusal,
                words.button());
    }

    private HtmlPage page(Languages.Chosen<Words> chosen) {
        return new HtmlPage(chosen.tag(), chosen.words().title(), policies.appName());
    }
}
