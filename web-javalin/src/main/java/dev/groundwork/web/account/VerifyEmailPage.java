package dev.groundwork.web.account;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.account.Accounts;
import dev.groundwork.domain.Refused;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.HtmlPage;
import dev.groundwork.web.Languages;
import java.util.List;
import java.util.Map;

/**
 * Where the link in a mail leads. Following it only shows a button: mail scanners and previews follow links too, and would
 * otherwise use it up.
 */
final class VerifyEmailPage {
    private record Words(String title, String ask, String button, String done, String incomplete, String dead) {}

    private static final Languages<Words> WORDS = new Languages<>(Map.of(
            "en",
            new Words(
                    "Confirm your address",
                    "Press the button to confirm that this e-mail address is yours.",
                    "Confirm my address",
                    "Your address is confirmed. You can sign in now.",
                    "This link is not complete. Copy all of it from the mail, to the very end.",
                    "This link does not work, or not any more: it was used already, is too old, or a newer one took its"
                            + " place. Ask for a new one where you sign in."),
            "de",
            new Words(
                    "Adresse bestätigen",
                    "Ein Druck auf den Knopf bestätigt, dass diese E-Mail-Adresse dir gehört.",
                    "Meine Adresse bestätigen",
                    "Deine Adresse ist bestätigt. Du kannst dich jetzt anmelden.",
                    "Dieser Link ist nicht vollständig. Kopiere ihn ganz aus der E-Mail, bis zum letzten Zeichen.",
                    "Dieser Link funktioniert nicht oder nicht mehr: Er wurde schon benutzt, ist zu alt, oder ein neuerer hat"
                            + " ihn ersetzt. Einen neuen gibt es dort, wo du dich anmeldest.")));

    private final Accounts accounts;
    private final Policies policies;

    VerifyEmailPage(Groundwork groundwork) {
        this.accounts = groundwork.accounts();
        this.policies = groundwork.policies();
    }

    Answer show(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        String token = exchange.parameter("token");
        if (token == null || token.isBlank()) {
            return page(chosen).alert(chosen.words().incomplete()).answer(400);
        }
        return page(chosen)
                .paragraph(chosen.words().ask())
                .form(
                        Map.of("token", token),
                        List.of(),
                        Map.of(),
                        null,
                        chosen.words().button())
                .answer(200);
    }

    Answer verify(Exchange exchange) {
        Languages.Chosen<Words> chosen = WORDS.choose(exchange.header("Accept-Language"));
        try {
            accounts.verifyEmail(exchange.origin(), exchange.body(AccountRoutes::token));
        } catch (Refused refused) {
            HtmlPage page = page(chosen);
            return (HtmlPage.blames(refused.refusal(), "token")
                            ? page.alert(chosen.words().dead())
                            : page.alertInEnglish(refused.refusal().detail()))
                    .answer(refused);
        }
        return page(chosen).status(chosen.words().done()).answer(200);
    }

    private HtmlPage page(Languages.Chosen<Words> chosen) {
        return new HtmlPage(chosen.tag(), chosen.words().title(), policies.appName());
    }
}
