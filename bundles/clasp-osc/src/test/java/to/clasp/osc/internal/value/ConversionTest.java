package to.clasp.osc.internal.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.osc.internal.codec.OscMessageReader;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Value;

/** The conversions of the reference, row by row, and the types that targets can ask for. */
class ConversionTest {
  private static final Value NOTHING = Value.Null.INSTANCE;

  static Stream<Arguments> inbound() {
    return Stream.of(
        Arguments.of(message().int32('i', -5), Value.of(-5)),
        Arguments.of(message().int64('h', 1L << 40), Value.of(1L << 40)),
        Arguments.of(message().float32(0.5f), Value.of(0.5)),
        Arguments.of(message().float64(0.1), Value.of(0.1)),
        Arguments.of(message().text('s', "text"), Value.of("text")),
        Arguments.of(message().text('S', "symbol"), Value.of("symbol")),
        Arguments.of(
            message().blob(2, (into, at) -> into[at] = 9), Value.Bytes.of((byte) 9, (byte) 0)),
        Arguments.of(message().tag('T'), Value.of(true)),
        Arguments.of(message().tag('F'), Value.of(false)),
        Arguments.of(message().tag('N'), NOTHING),
        Arguments.of(message().tag('I'), Value.of(Double.POSITIVE_INFINITY)),
        Arguments.of(message().int32('c', 'x'), Value.of("x")),
        Arguments.of(message().int32('c', 0x1F600), Value.of("\uD83D\uDE00")),
        Arguments.of(message().int32('r', 0x01FF80FE), list(1, 255, 128, 254)),
        Arguments.of(message().int32('m', 0x00903C7F), list(0, 144, 60, 127)),
        Arguments.of(message().int64('t', 77), NOTHING),
        Arguments.of(
            message().tag('[').int32('i', 1).tag('[').int32('i', 2).tag(']').tag(']'),
            new Value.Array(List.of(Value.of(1), list(2)))),
        Arguments.of(message(), NOTHING),
        Arguments.of(message().int32('i', 1).int32('i', 2), list(1, 2)));
  }

  private static OscWriter message() {
    return new OscWriter().begin("/a", 0);
  }

  private static Value list(long... items) {
    return new Value.Array(Arrays.stream(items).mapToObj(Value::of).toList());
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void inbound(OscWriter message, Value value) {
    message.end();
    OscMessageReader reader = new OscMessageReader();
    reader.begin(message.bytes(), 0, message.size());
    assertThat(ArgumentValues.read(reader)).isEqualTo(value);
  }

  static Stream<Arguments> outbound() {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("b", Value.of(1.0));
    map.put("a", new Value.Array(List.of(Value.of("\"x\n"), NOTHING, Value.Bytes.of((byte) -1))));
    map.put("n", Value.of(Double.NaN));
    return Stream.of(
        Arguments.of(NOTHING, "N"),
        Arguments.of(Value.of(true), "T"),
        Arguments.of(Value.of(false), "F"),
        Arguments.of(Value.of(Integer.MAX_VALUE), "i 7fffffff"),
        Arguments.of(Value.of(Integer.MIN_VALUE), "i 80000000"),
        Arguments.of(Value.of(1L << 31), "h 0000000080000000"),
        Arguments.of(Value.of(0.1), "f 3dcccccd"),
        Arguments.of(Value.of("abc"), "s 61626300"),
        Arguments.of(Value.Bytes.of((byte) 1), "b 0000000101000000"),
        Arguments.of(
            new Value.Array(List.of(Value.of(1), list(2, 3), Value.of(0.5))),
            "iiif 0000000100000002000000033f000000"),
        Arguments.of(
            new Value.Map(map),
            "s "
                + HexFormat.of()
                    .formatHex("{\"b\":1.0,\"a\":[\"\\\"x\\n\",null,[255]],\"n\":null}".getBytes())
                + "00"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void outbound(Value value, String argument) {
    assertThat(written(value, NumberTypes.STANDARD)).isEqualTo(argument);
  }

  private static String written(Value value, NumberTypes types) {
    OscWriter writer = message();
    ValueArguments.write(value, types, writer);
    writer.end();
    String tags = TypeTags.of(value, types);
    int head = 4 + (tags.length() + 2 + 3 & -4);
    return (tags + " " + HexFormat.of().formatHex(writer.bytes(), head, writer.size())).trim();
  }

  @Test
  void numbersAreSentAsTheTargetWantsThem() {
    assertThat(written(Value.of(3), NumberTypes.WIDE)).isEqualTo("h 0000000000000003");
    assertThat(written(Value.of(0.5), NumberTypes.WIDE)).isEqualTo("d 3fe0000000000000");
    assertThat(written(Value.of(3), NumberTypes.FLOATS)).isEqualTo("f 40400000");
    assertThat(written(Value.of(0.5), NumberTypes.FLOATS)).isEqualTo("f 3f000000");
  }

  @Test
  void samplesAreOneArgumentEach() {
    OscWriter writer = message();
    ValueArguments.write(Samples.of(0.5, 1), NumberTypes.STANDARD, writer);
    assertThat(HexFormat.of().formatHex(writer.end().bytes(), 4, writer.size()))
        .isEqualTo("2c6666003f0000003f800000");
  }
}
