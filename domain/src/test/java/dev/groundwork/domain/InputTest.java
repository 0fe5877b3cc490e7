package dev.groundwork.domain;

import static dev.groundwork.domain.Refusals.pointersOf;
import static dev.groundwork.domain.Refusals.reasonOf;
import static dev.groundwork.domain.Refusals.refusalOf;
import static dev.groundwork.domain.Refusals.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
    private static final Input.Reader<String> TEXT = Input.text(text -> text);
    private static final Input.Reader<String> SHORT = Input.text(text -> Text.line(text, 3));

    @Test
    void reportsEveryFaultAtOnceInTheOrderOfReading() {
        Input input = Input.of(Map.of("second", 1, "third", "too long"));
        input.required("first", TEXT);
        input.required("second", TEXT);
        input.optional("third", SHORT);
        assertThat(violationsOf(input::refuseIfInvalid))
                .containsExactly(
                        new Violation("/first", "is missing"),
                        new Violation("/second", "must be text"),
                        new Violation("/third", "must have at most 3 characters"));
    }

    @Test
    void letsPassWhatHasNoFault() {
        Input input = Input.of(Map.of("name", "abc"));
        Input.Value<String> name = input.required("name", SHORT);
        assertThatCode(input::refuseIfInvalid).doesNotThrowAnyException();
        assertThat(name.get()).isEqualTo("abc");
    }

    @Test
    void tellsNullFromMissing() {
        Input input = Input.of(withNull("name"));
        input.required("name", TEXT);
        assertThat(reasonOf(input::refuseIfInvalid)).isEqualTo("must not be null");
    }

    @Test
    void aValueThatWasRefusedCanNotBeHad() {
        Input input = Input.of(Map.of());
        Input.Value<String> name = input.required("name", TEXT);
        assertThatThrownBy(name::get).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOptionalMemberIsNullWhereItIsMissingOrNull() {
        assertThat(Input.of(Map.of()).optional("name", TEXT).get()).isNull();
        assertThat(Input.of(withNull("name")).optional("name", TEXT).get()).isNull();
    }

    @Test
    void anOptionalMemberWithADefaultIsThatWhereItIsMissingOrNull() {
        assertThat(Input.of(Map.of()).optional("name", TEXT, "otherwise").get()).isEqualTo("otherwise");
        assertThat(Input.of(withNull("name"))
                        .optional("name", TEXT, "otherwise")
                        .get())
                .isEqualTo("otherwise");
        assertThat(Input.of(Map.of("name", "given"))
                        .optional("name", TEXT, "otherwise")
                        .get())
                .isEqualTo("given");
    }

    @Test
    void aChangeOfAMemberThatIsMissingChangesNothing() {
        assertThat(Input.of(Map.of()).change("name", TEXT).get()).isEqualTo(Change.none());
        assertThat(Input.of(Map.of()).nullableChange("name", TEXT).get()).isEqualTo(Change.none());
    }

    @Test
    void nullClearsWhatMayBeClearedAndIsRefusedElsewhere() {
        Input input = Input.of(withNull("name"));
        assertThat(input.nullableChange("name", TEXT).get()).isEqualTo(Change.<@Nullable String>to(null));
        input.change("name", TEXT);
        assertThat(reasonOf(input::refuseIfInvalid)).isEqualTo("must not be null");
    }

    @Test
    void aRefusedChangeCanNotBeHad() {
        Input input = Input.of(Map.of("name", 1));
        Input.Value<Change<String>> change = input.change("name", TEXT);
        assertThatThrownBy(change::get).isInstanceOf(IllegalStateException.class);
        assertThat(pointersOf(input::refuseIfInvalid)).containsExactly("/name");
    }

    @Test
    void aMembersNameIsEscapedInThePointer() {
        Input input = Input.of(Map.of());
        input.required("a/b~c", TEXT);
        assertThat(pointersOf(input::refuseIfInvalid)).containsExactly("/a~1b~0c");
    }

    @Test
    void takesAViolationThatOnlyTheValuesTogetherShow() {
        Input input = Input.of(Map.of());
        input.refuse("/end", "must be after the start");
        assertThat(pointersOf(input::refuseIfInvalid)).containsExactly("/end");
    }

    @Test
    void listsTheMembersThatNobodyReads() {
        assertThat(Input.of(Map.of("isAdmin", true)).members()).containsExactly("isAdmin");
    }

    @Test
    void aRefusalOfAnotherKindComesThrough() {
        Input input = Input.of(Map.of("name", "x"));
        assertThat(refusalOf(() -> input.required("name", raw -> {
                    throw Refused.conflict("taken");
                })))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b"})
    void refusesTheCharacterThatPostgresqlCanNotHold(String text) {
        assertThat(reasonOf(() -> TEXT.read(text))).contains("U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00a", "a\ud800"})
    void refusesHalfOfASurrogatePair(String text) {
        assertThat(reasonOf(() -> TEXT.read(text))).contains("surrogate");
    }

    @Test
    void takesAWholeSurrogatePair() {
        assertThat(TEXT.read("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    @Test
    void readsAnEnumInLowerCase() {
        assertThat(Input.oneOf(TaskStatus.class).read("in_progress")).isEqualTo(TaskStatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC", "Public", "secret", ""})
    void refusesWhatIsNoneOfTheEnumAndNamesTheChoices(String text) {
        assertThat(reasonOf(() -> Input.oneOf(Visibility.class).read(text)))
                .isEqualTo("must be one of private, internal, public");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123+02:00, 2026-01-31T10:00:00.123Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void readsAMomentWithAnyOffset(String text, Instant moment) {
        assertThat(Input.instant().read(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "2026-02-30T12:00:00Z",
                "2026-01-31T25:00:00Z",
                "yesterday",
                "0000-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "1769860800"
            })
    void refusesWhatIsNoMoment(String text) {
        assertThat(violationsOf(() -> Input.instant().read(text))).hasSize(1);
    }

    @Test
    void readsADay() {
        assertThat(Input.date().read("1990-01-31")).isEqualTo(LocalDate.of(1990, 1, 31));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1990-02-30", "31.01.1990", "1990-01-31T00:00:00Z"})
    void refusesWhatIsNoDay(String text) {
        assertThat(reasonOf(() -> Input.date().read(text))).isEqualTo("must be a day such as 1990-01-31");
    }

    @Test
    void readsAUuidInEitherCase() {
        UUID uuid = UUID.fromString("0b1e7f5c-8a3d-4c2b-9f60-2d5d6a7b8c9d");
        assertThat(Input.uuid().read(uuid.toString().toUpperCase(Locale.ROOT))).isEqualTo(uuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "0b1e7f5c8a3d4c2b9f602d5d6a7b8c9d", "0b1e7f5c-8a3d-4c2b-9f60-2d5d6a7b8c9g"})
    void refusesWhatOnlyJavaTakesForAUuid(String text) {
        assertThat(reasonOf(() -> Input.uuid().read(text))).isEqualTo("must be a UUID");
    }

    @Test
    void aListIsRefusedWithTheFaultsOfAllItsItems() {
        List<@Nullable Object> raw = Arrays.asList("abc", null, 1, "too long");
        assertThat(violationsOf(() -> Input.list(SHORT).read(raw)))
                .extracting(Violation::pointer)
                .containsExactly("/1", "/2", "/3");
    }

    @Test
    void aFaultInsideAListKeepsItsWholePath() {
        Input input = Input.of(Map.of("labels", List.of("ok", 1)));
        input.required("labels", Input.list(TEXT));
        assertThat(pointersOf(input::refuseIfInvalid)).containsExactly("/labels/1");
    }

    @Test
    void refusesWhatIsNoList() {
        assertThat(reasonOf(() -> Input.list(TEXT).read("a"))).isEqualTo("must be a list");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThat(reasonOf(() -> Input.object().read(List.of()))).isEqualTo("must be an object");
    }

    private static Map<String, @Nullable Object> withNull(String member) {
        return Collections.singletonMap(member, null);
    }
}
