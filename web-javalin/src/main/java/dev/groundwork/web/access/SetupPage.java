package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
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
                    "At least %d characters; a sentence is easy to remember.",
                    "Create the administrator",
                    "The administrator is there. Sign in with that address and password.",
                    "This did not work:",
                    "This link does not work, or not any more. While there is no administrator, each start of the server"
                            + " writes a new link to its log.")));

    private final Setup setup;
    private final String appName;

    SetupPage(Groundwork groundwork) {
        this.setup = groundwork.setup();
        this.appName = groundwork.policies().appName();
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
            HtmlPage page = page(chosen)
                    .alert(chosen.words().refused() + " " + refused.refusal().detail());
            return form(page, chosen.words(), exchange.typed("token"), exchange.typed("email"), refused.refusal())
                    .answer(refused);
        }
        return page(chosen).status(chosen.words().done()).answer(200);
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
        return new HtmlPage(chosen.tag(), chosen.words().title(), appName);
    }
}
