package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"7d, 604800", "24h, 86400", "30m, 1800", "90s, 90", "90, 90", "' 5m ', 300", "0, 0"})
  void readsANumberAndAUnit(String text, long seconds) {
    assertThat(new DurationText().convert(text)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "1.5h", "-1", "+1", "1w", "1 d", "9999999999d", "99999999999"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> new DurationText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is not a duration");
  }
}
