package to.clasp.mqtt.internal.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Value;

/** Payloads to values and back, as the reference converts them. */
class PayloadTest {

  @Test
  void bytesThatAreNoTextStayBytes() {
    byte[] payload = {(byte) 0xC3, 0x28, 0};
    assertThat(PayloadReader.read(payload, 0, 3)).isEqualTo(Value.Bytes.of(payload));
    assertThat(PayloadReader.read(payload, 1, 1)).isEqualTo(Value.of("("));
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", " 42\n", "-7", "9223372036854775807", "0", "-9223372036854775808"})
  void anIntegerIsAnInt(String text) {
    assertThat(read(text)).isEqualTo(Value.of(Long.parseLong(text.trim())));
  }

  @ParameterizedTest
  @CsvSource({
    "42.0, 42.0",
    "1e3, 1000.0",
    "9223372036854775808, 9.223372036854775808E18",
    "-0, -0.0",
    "007, 7.0",
    "+5, 5.0",
    ".5, 0.5",
    "5., 5.0",
    "-5.e1, -50.0",
    "inf, Infinity",
    "-infinity, -Infinity",
    "+INF, Infinity",
    "NaN, NaN",
    "nan, NaN",
    "1e400, Infinity",
    "-1e400, -Infinity"
  })
  void anyOtherNumberIsAFloat(String text, double number) {
    assertThat(read(text)).isEqualTo(Value.of(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ON",
        "True",
        "21.5 C",
        "0x10",
        "1_0",
        " .5",
        "1e",
        "+",
        "-",
        ".",
        "e5",
        "infin",
        "{\"a\":1",
        "[1,]",
        "[1e400]",
        "{'a':1}",
        "\"\\ud800\"",
        "\"a\nb\"",
        "[01]",
        "nulll",
        "--5",
        "1 2",
        "{\"a\" 1}",
        "[1 2]",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"open",
        "5d",
        "1.0f"
      })
  void whatIsNeitherIsAText(String text) {
    assertThat(read(text)).isEqualTo(Value.of(text));
  }

  @Test
  void jsonIsWhatItSays() {
    assertThat(read("true")).isEqualTo(Value.of(true));
    assertThat(read(" null ")).isEqualTo(Value.Null.INSTANCE);
    assertThat(read("\"42\"")).isEqualTo(Value.of("42"));
    assertThat(read("\"\\u00e4\\n\\/\\ud83d\\ude00\"")).isEqualTo(Value.of("ä\n/😀"));
    assertThat(read("[1, 2.0, [], {}]"))
        .isEqualTo(
            new Value.Array(
                List.of(
                    Value.of(1),
                    Value.of(2.0),
                    new Value.Array(List.of()),
                    new Value.Map(Map.of()))));
    assertThat(read("{\"b\":{\"c\":null}, \"b\":false}"))
        .isEqualTo(new Value.Map(Map.of("b", Value.of(false))));
  }

  @Test
  void jsonThatIsNestedTooDeepForAFrameIsAText() {
    String deepest = "[".repeat(32) + "]".repeat(32);
    assertThat(read(deepest)).isInstanceOf(Value.Array.class);
    String deeper = "[".repeat(60_000);
    assertThat(read(deeper)).isEqualTo(Value.of(deeper));
    assertThat(read('[' + deepest + ']')).isInstanceOf(Value.Text.class);
  }

  @ParameterizedTest
  @CsvSource({
    "25.0, 25",
    "0.1, 0.1",
    "1e21, 1000000000000000000000",
    "1e-7, 0.0000001",
    "-0.0, -0",
    "-2.5, -2.5",
    "NaN, NaN",
    "Infinity, inf",
    "-Infinity, -inf",
    "5.684341886080802E-14, 0.00000000000005684341886080802",
    "123456789.125, 123456789.125"
  })
  void aFloatHasNoExponentAndNoNeedlessDigit(double number, String text) {
    assertThat(write(Value.of(number))).isEqualTo(text);
  }

  @Test
  void anyFloatReadsBackToItself() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(number)) {
        assertThat(Double.parseDouble(write(Value.of(number)).replace("inf", "Infinity")))
            .isEqualTo(number);
      }
    }
    assertThat(write(Value.of(Double.MIN_VALUE))).endsWith("0005").hasSize(2 + 324);
  }

  @Test
  void scalarsTextsAndBytesAreRaw() {
    assertThat(write(Value.Null.INSTANCE)).isEqualTo("null");
    assertThat(write(Value.of(false))).isEqualTo("false");
    assertThat(write(Value.of(-5L))).isEqualTo("-5");
    assertThat(write(Value.of("ä \"b\""))).isEqualTo("ä \"b\"");
    assertThat(PayloadWriter.bytes(Value.Bytes.of((byte) 0xFF))).containsExactly(0xFF);
  }

  @Test
  void arraysAndMapsAreCompactJsonThatTellsFloatsApart() {
    Value value =
        new Value.Array(
            List.of(
                Value.of(25.0),
                Value.of(1),
                Value.of(1e21),
                Value.of(1.5e-7),
                Value.of(1e16),
                Value.of(1e15),
                Value.of(-0.0),
                Value.of(Double.NaN),
                Value.Bytes.of((byte) 1, (byte) 255),
                new Value.Map(Map.of("k\"\u0001", Value.of("\t")))));
    assertThat(write(value))
        .isEqualTo(
            "[25.0,1,1e21,1.5e-7,1e16,1000000000000000.0,-0.0,null,[1,255],"
                + "{\"k\\\"\\u0001\":\"\\t\"}]");
    assertThat(write(new Value.Array(List.of()))).isEqualTo("[]");
    assertThat(write(new Value.Map(Map.of()))).isEqualTo("{}");
  }

  @Test
  void samplesAreAnArrayAndNothingIsNothing() {
    assertThat(new String(PayloadWriter.bytes(null, Samples.of(1, 2.5)), UTF_8))
        .isEqualTo("[1.0,2.5]");
    assertThat(PayloadWriter.bytes(null, null)).isEmpty();
  }

  private static Value read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return PayloadReader.read(bytes, 0, bytes.length);
  }

  private static String write(Value value) {
    return new String(PayloadWriter.bytes(value), UTF_8);
  }
}
