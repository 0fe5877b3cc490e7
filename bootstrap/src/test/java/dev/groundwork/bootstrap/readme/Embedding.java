package dev.groundwork.bootstrap.readme;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.openfeature.GroundworkProvider;
import dev.groundwork.persistence.JooqPersistence;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.List;

/** What README.md shows, word for word between the marks; {@link ReadmeTest} compares and runs it. */
final class Embedding {
    private Embedding() {}

    static List<Activity> embed() {
        // readme: embed
        InMemory system = new InMemory();
        Groundwork groundwork = system.groundwork();
        Origin origin = Origin.internal("first-steps"); // a host passes its caller's address, agent and request id
        EmailAddress email = EmailAddress.parse("ada@example.org");
        Password password = Password.parse("correct horse battery");

        groundwork.accounts().register(origin, new Registration(email, password, Profile.EMPTY));
        groundwork.accounts().verifyEmail(origin, system.tokenMailedTo(email));
        SignInRequest request =
                new SignInRequest(new Login("ada@example.org"), password, JsonObject.EMPTY, SessionMode.TOKEN);
        SignedIn.WithTokens ada = (SignedIn.WithTokens) groundwork.signIn().signIn(origin, request);
        Actor actor = groundwork.sessions().byAccessToken(ada.accessToken(), origin);

        Project project = groundwork.projects().create(actor, NewProject.named("Analytical engine"));
        Task task = groundwork.tasks().create(actor, project.id(), NewTask.titled("Write the first program"));
        List<Activity> history = groundwork
                .auditTrail()
                .ofTask(actor, task.id(), Page.Request.first())
                .items();
        // readme: end
        return history;
    }

    static Groundwork swapMailer(Groundwork groundwork, List<String> subjects) {
        // readme: swap
        Mailer mailer = mail -> subjects.add(mail.subject());
        Groundwork swapped = new Groundwork(groundwork.ports().withMailer(mailer), groundwork.policies());
        // readme: end
        return swapped;
    }

    static boolean askAFlag(Groundwork groundwork) {
        // readme: flags
        OpenFeatureAPI.getInstance().setProviderAndWait(new GroundworkProvider(groundwork));
        Client client = OpenFeatureAPI.getInstance().getClient();
        boolean welcome = client.getBooleanValue("new-welcome", false, new ImmutableContext("ada"));
        // readme: end
        return welcome;
    }

    static void onPostgres(
            Groundwork groundwork, JooqPersistence.Settings settings, Origin origin, Registration registration) {
        // readme: postgres
        try (JooqPersistence postgres = JooqPersistence.open(settings)) {
            Groundwork kept = new Groundwork(
                    groundwork.ports().withWork(postgres.work()).withClock(postgres.clock()), groundwork.policies());
            kept.accounts().register(origin, registration);
        }
        // readme: end
    }
}
