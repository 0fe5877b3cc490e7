package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.memory.InMemoryMailer;
import dev.groundwork.application.session.CredentialSigner;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The line through the house that everybody walks first, by whichever adapters: from an account to a task's history. */
public interface FirstLineContract {
    /** The mailer among them is replaced, so that the mails can be read. */
    Ports ports();

    @Test
    default void leadsFromARegistrationToTheHistoryOfATask() {
        InMemoryMailer mailer = new InMemoryMailer();
        Ports ports = ports().withMailer(mailer);
        CredentialSigner signer =
                new CredentialSigner(List.of(ports.randomness().bytes(32)));
        ColumnCipher cipher = new ColumnCipher(Map.of("line", ports.randomness().bytes(32)), ports.randomness());
        Groundwork groundwork =
                new Groundwork(ports, Policies.usual(URI.create("https://line.example"), signer, cipher));
        String email = "ada." + Fresh.word() + "@example.org";
        String password = "a rather long sentence";
        Origin origin = new Origin("192.0.2.7", "First Line/1.0", Fresh.word());

        groundwork
                .accounts()
                .register(
                        origin,
                        Registration.parse(
                                Input.of(Map.of("email", email, "password", password, "firstName", "Ada")),
                                groundwork.accounts().passwordPolicy()));
        assertThatThrownBy(() -> signIn(groundwork, origin, email, password, "token"))
                .as("signing in before the address is proven")
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));

        User verified = groundwork.accounts().verifyEmail(origin, mailedToken(groundwork, mailer, email));
        assertThat(verified.emailVerified()).isTrue();

        SignedIn byToken = signIn(groundwork, origin, email, password, "token");
        assertThat(byToken).isInstanceOf(SignedIn.WithTokens.class);
        SignedIn byCookie = signIn(groundwork, origin, email, password, "cookie");
        assertThat(byCookie).isInstanceOf(SignedIn.WithCookie.class);
        assertThat(byCookie.session().handle()).isNotEqualTo(byToken.session().handle());
        Actor.User browser = groundwork.sessions().byCookie(((SignedIn.WithCookie) byCookie).cookie(), origin);
        Actor.User ada = groundwork.sessions().byAccessToken(((SignedIn.WithTokens) byToken).accessToken(), origin);
        assertThat(browser.id()).isEqualTo(ada.id()).isEqualTo(verified.id());

        User me = groundwork.accounts().me(ada);
        assertThat(me.profile().firstName()).isEqualTo("Ada");
        ProfileChange change = ProfileChange.parse(
                Input.of(Map.of("lastName", "Lovelace", "timezone", "Europe/London")),
                groundwork.accounts().today());
        groundwork.accounts().changeProfile(ada, change, me.revision().version());
        User changed = groundwork.accounts().me(ada);
        assertThat(changed.profile().lastName()).isEqualTo("Lovelace");
        assertThat(changed.revision().version()).isEqualTo(me.revision().version() + 1);

        Project project = groundwork.projects().create(ada, NewProject.named("Analytical Engine"));
        Task made = groundwork.tasks().create(ada, project.id(), NewTask.titled("Write the notes"));
        assertThat(groundwork.tasks().find(ada, made.id())).isEqualTo(made);
        Task done = groundwork
                .tasks()
                .change(
                        ada,
                        made.id(),
                        TaskChange.parse(Input.of(
                                Map.of("status", "done", "assignee", ada.id().toString()))),
                        made.revision().version());
        assertThat(done.progress().status()).isEqualTo(TaskStatus.DONE);
        assertThat(done.progress().completedAt()).isNotNull();

        List<Activity> history = groundwork
                .auditTrail()
                .ofTask(ada, made.id(), Page.Request.first())
                .items();
        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history).allSatisfy(activity -> {
            assertThat(activity.actor()).isEqualTo(new Activity.ByPerson(changed.person()));
            assertThat(activity.source())
                    .isEqualTo(new Activity.Source(byToken.session().handle().value(), origin));
        });
        assertThat(history.get(0).at()).isEqualTo(done.revision().updatedAt());
        assertThat(history.get(0).changes())
                .containsOnlyKeys("status", "completedAt", "assignee")
                .containsEntry("status", new FieldChange("todo", "done"))
                .containsEntry("assignee", new FieldChange(null, changed.person()));
        assertThat(groundwork
                        .auditTrail()
                        .ofProject(ada, project.id(), Page.Request.first())
                        .items())
                .extracting(Activity::resourceType)
                .containsExactly("project_members", "projects");
        assertThatThrownBy(() -> groundwork.tasks().find(new Actor.Anonymous(origin), made.id()))
                .isInstanceOf(Refused.class)
                .satisfies(Refusals.are(Refusal.NotFound.class));
    }

    private static SignedIn signIn(Groundwork groundwork, Origin origin, String login, String password, String mode) {
        return groundwork
                .signIn()
                .signIn(
                        origin,
                        SignInRequest.parse(Input.of(Map.of("login", login, "password", password, "mode", mode))));
    }

    private static String mailedToken(Groundwork groundwork, InMemoryMailer mailer, String email) {
        List<Mail> mails = List.of();
        int taken = 1;
        while (mails.isEmpty() && taken > 0) {
            taken = groundwork.mailDelivery().deliverDue();
            mails = mailer.sent().stream()
                    .filter(mail -> mail.to().value().equals(email))
                    .toList();
        }
        assertThat(mails).as("the mail to who registered").hasSize(1);
        Matcher link = Pattern.compile("https://line\\.example/verify-email\\?token=([A-Za-z0-9_-]+)")
                .matcher(mails.get(0).text());
        assertThat(link.find()).as("a link below the configured base").isTrue();
        return link.group(1);
    }
}
