package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the command line, and values on their way to a terminal. */
class JsonValueTest {

  @Test
  void whatIsJsonIsThatAndAllElseIsText() {
    assertThat(JsonValue.of("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(JsonValue.of("1.7976931348623157e308")).isEqualTo(Double.MAX_VALUE);
    assertThat(JsonValue.of("{\"a\":[1,2.5,null]}"))
        .isEqualTo(Map.of("a", java.util.Arrays.asList(1L, 2.5, null)));
    assertThat(JsonValue.of("0:30")).isEqualTo("0:30");
    assertThat(JsonValue.of("1e999 lumen")).isEqualTo("1e999 lumen");
    assertThat(JsonValue.of("\"1e999\"")).isEqualTo("1e999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "-9223372036854775809"})
  void anIntegerThatDoesNotFitIsNamed(String text) {
    String why = text + " is beyond an integer, -9223372036854775808 to 9223372036854775807";
    for (String json : List.of(text, "[1, " + text + "]")) {
      assertThatThrownBy(() -> JsonValue.of(json))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(why);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "{\"a\":1e999}"})
  void aFloatThatDoesNotFitIsNamed(String text) {
    assertThatThrownBy(() -> JsonValue.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1e999 is beyond a float, at most 1.7976931348623157E308");
  }

  @Test
  void whatIsTooDeepOrTooLongIsNoTextByAccident() {
    for (String text : List.of("[".repeat(33) + "]".repeat(33), "1".repeat(2_000))) {
      assertThatThrownBy(() -> JsonValue.of(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("beyond");
    }
  }

  @Test
  void aValueDoesNothingToATerminalAndIsStillTheSame() {
    String steering = "a\u001b[2J\u009b2J\u202e\u2028b\ud83d\ude00ü";
    String shown = JsonValue.text(List.of(steering));
    assertThat(shown)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}]")
        .contains("ü", "\ud83d\ude00");
    assertThat(JsonValue.of(shown)).isEqualTo(List.of(steering));
    assertThat(Printable.of("/a\u009bb\u202e")).isEqualTo("/a?b?");
  }
}
