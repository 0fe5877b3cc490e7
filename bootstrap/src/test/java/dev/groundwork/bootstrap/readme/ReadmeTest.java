package dev.groundwork.bootstrap.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.db.ThrowAwayPostgres;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.flag.NewFlag;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.persistence.JooqPersistence;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** README.md says nothing that is untrue: its code is compiled and run, its settings are those there are. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Origin ORIGIN = Origin.internal("test");
    private static final Registration ADA = new Registration(
            EmailAddress.parse("ada@example.org"), Password.parse("correct horse battery"), Profile.EMPTY);
    private static final Pattern MARKED =
            Pattern.compile("^ *// readme: (\\w+)\\n(.*?)^ *// readme: end$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void showsTheCodeThatIsRunHere() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/groundwork/bootstrap/readme/Embedding.java"));
        Matcher marked = MARKED.matcher(source);
        int pieces = 0;
        while (marked.find()) {
            String shown = "```java\n" + marked.group(2).stripTrailing().stripIndent() + "\n```";
            assertThat(readme).as(marked.group(1)).contains(shown);
            pieces++;
        }
        assertThat(pieces).isEqualTo(4).isEqualTo(readme.split("```java", -1).length - 1);
    }

    @Test
    void embedsAWholeSystem() {
        assertThat(Embedding.embed())
                .singleElement()
                .satisfies(activity -> assertThat(activity.action()).isEqualTo("INSERT"));
    }

    @Test
    void swapsOneAdapter() {
        List<String> subjects = new ArrayList<>();
        Groundwork groundwork = Embedding.swapMailer(Groundwork.inMemory(), subjects);
        groundwork.accounts().register(ORIGIN, ADA);
        groundwork.mailDelivery().deliverDue();
        assertThat(subjects).containsExactly("Confirm your address for Groundwork");
    }

    @Test
    void asksAFlagByOpenFeature() {
        Groundwork groundwork = Groundwork.inMemory();
        NewFlag flag = NewFlag.parse(Input.of(Map.of("name", "new-welcome", "enabled", true)));
        groundwork.flags().create(Actor.SystemActor.operator(ORIGIN), flag);
        try {
            assertThat(Embedding.askAFlag(groundwork)).isTrue();
        } finally {
            OpenFeatureAPI.getInstance().shutdown();
        }
    }

    @Test
    void keepsItInPostgres() throws Exception {
        try (ThrowAwayPostgres postgres = ThrowAwayPostgres.start().migrate()) {
            JooqPersistence.Settings settings = JooqPersistence.Settings.usual(
                    postgres.url(),
                    postgres.runtime().user(),
                    postgres.runtime().password());
            Embedding.onPostgres(Groundwork.inMemory(), settings, ORIGIN, ADA);
            try (var connection = postgres.connect(postgres.superuser());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select email from app.users")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("ada@example.org");
            }
        }
    }

    @Test
    void namesEverySetting() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(Setting.ALL).allSatisfy(setting -> assertThat(readme).contains("`" + setting.key() + "`"));
    }

    @Test
    void namesEverySettingThatChangesWhileItRuns() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String contract = Files.readString(ROOT.resolve("web-javalin/src/main/resources/openapi.yaml"));
        for (ServerSetting<?> setting : ServerSetting.all()) {
            String value = written(setting.initialValue().value());
            assertThat(readme)
                    .contains("| `" + setting.key() + "` | `" + value + "` | " + setting.bounds() + " | "
                            + setting.meaning() + " |");
            assertThat(contract).contains("| `" + setting.key() + "` | `" + value + "` | " + setting.bounds() + " |");
        }
    }

    private static String written(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }
}
