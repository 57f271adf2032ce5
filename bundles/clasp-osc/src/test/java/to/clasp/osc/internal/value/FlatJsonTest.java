package to.clasp.osc.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.osc.internal.codec.OscException;

class FlatJsonTest {

  @Test
  void stringsAreReadWithTheirEscapes() {
    assertThat(FlatJson.read(" { \"a\" : \"\\/b\\\"\\\\\\n\\u00e4\" , \"\":\"\" } "))
        .containsEntry("a", "/b\"\\\n\u00e4")
        .containsEntry("", "")
        .hasSize(2);
    assertThat(FlatJson.read("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"a\"}",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{\"a\":\"b",
        "{\"a\":\"\\",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12",
        "{} x"
      })
  void whatIsNoObjectOfStringsIsRefused(String text) {
    assertThatThrownBy(() -> FlatJson.read(text)).isInstanceOf(OscException.class);
  }

  @Test
  void anObjectHasFewMembers() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 17; i++) {
      text.append("\"").append(i).append("\":\"\",");
    }
    assertThatThrownBy(() -> FlatJson.read(text.toString())).hasMessageContaining("too many");
  }
}
