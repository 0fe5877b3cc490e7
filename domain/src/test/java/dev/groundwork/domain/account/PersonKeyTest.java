package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Refusals;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonKeyTest {

    @Test
    void isAnIdOrANameBehindAnAtSign() {
        UUID id = new UUID(7, 7);
        assertThat(PersonKey.parse(id.toString())).isEqualTo(PersonKey.of(new UserId(id)));
        assertThat(PersonKey.parse("@Ada")).isEqualTo(new PersonKey.ByName(new Username("Ada")));
    }

    @Test
    void isNothingElse() {
        for (String text : List.of("", "@", "ada", "@@ada", "@ada lovelace", "me", "1", "ada@example.org")) {
            assertThat(Refusals.violationsOf(() -> PersonKey.parse(text)))
                    .as(text)
                    .hasSize(1);
        }
    }
}
