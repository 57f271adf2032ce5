package to.clasp.osc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes as the specification lays them out. */
class OscGoldenTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void theFirstExampleOfTheSpecification() {
    OscWriter writer = new OscWriter().begin("/oscillator/4/frequency", 0).float32(440f).end();
    assertThat(hex(writer))
        .isEqualTo("2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000");
  }

  @Test
  void theSecondExampleOfTheSpecification() {
    OscWriter writer =
        new OscWriter()
            .begin("/foo", 0)
            .int32('i', 1000)
            .int32('i', -1)
            .text('s', "hello")
            .float32(1.234f)
            .float32(5.678f)
            .end();
    assertThat(hex(writer))
        .isEqualTo(
            "2f666f6f00000000"
                + "2c69697366660000"
                + "000003e8ffffffff"
                + "68656c6c6f000000"
                + "3f9df3b640b5b22d");
  }

  static Stream<Arguments> everyType() {
    return Stream.of(
        type("i", w -> w.int32('i', 0x01020304), "01020304"),
        type("h", w -> w.int64('h', 0x0102030405060708L), "0102030405060708"),
        type("f", w -> w.float32(-2.5f), "c0200000"),
        type("d", w -> w.float64(Math.PI), "400921fb54442d18"),
        type("s", w -> w.text('s', "abcd"), "6162636400000000"),
        type("s", w -> w.text('s', ""), "00000000"),
        type("s", w -> w.text('s', "é"), "c3a90000"),
        type("S", w -> w.text('S', "abc"), "61626300"),
        type("b", w -> blob(w, 1, 2, 3, 4, 5), "000000050102030405000000"),
        type("b", OscGoldenTest::blob, "00000000"),
        type("T", w -> w.tag('T'), ""),
        type("F", w -> w.tag('F'), ""),
        type("N", w -> w.tag('N'), ""),
        type("I", w -> w.tag('I'), ""),
        type("c", w -> w.int32('c', 'A'), "00000041"),
        type("r", w -> w.int32('r', 0x11223344), "11223344"),
        type("m", w -> w.int32('m', 0x01903C7F), "01903c7f"),
        type("t", w -> w.int64('t', TimeTag.IMMEDIATELY), "0000000000000001"),
        type("[i]", w -> w.tag('[').int32('i', 7).tag(']'), "00000007"),
        type("[[T]N]", w -> w.tag('[').tag('[').tag('T').tag(']').tag('N').tag(']'), ""));
  }

  private static Arguments type(String tags, Consumer<OscWriter> arguments, String data) {
    return Arguments.of(tags, arguments, data);
  }

  private static void blob(OscWriter to, int... bytes) {
    to.blob(
        bytes.length,
        (into, at) -> {
          for (int i = 0; i < bytes.length; i++) {
            into[at + i] = (byte) bytes[i];
          }
        });
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource
  void everyType(String tags, Consumer<OscWriter> arguments, String data) {
    OscWriter writer = new OscWriter().begin("/a", 0);
    arguments.accept(writer);
    int announced = writer.sizeSoFar();
    writer.end();
    byte[] list = ("," + tags + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] padded = Arrays.copyOf(list, OscBytes.padded(list.length));
    assertThat(hex(writer)).isEqualTo("2f610000" + HEX.formatHex(padded) + data);
    assertThat(writer.size()).isEqualTo(announced);
    readsAll(writer);
  }

  private static void readsAll(OscWriter written) {
    OscMessageReader reader = new OscMessageReader();
    reader.begin(written.bytes(), 0, written.size());
    assertThat(reader.address()).isEqualTo("/a");
    for (char tag = reader.next(); tag != 0; tag = reader.next()) {
      switch (tag) {
        case 'i', 'f', 'c', 'r', 'm' -> reader.int32();
        case 'h', 'd', 't' -> reader.int64();
        case 's', 'S' -> reader.text();
        case 'b' -> reader.blob((bytes, offset, length) -> length);
        default -> assertThat("TFNI[]").contains(String.valueOf(tag));
      }
    }
  }

  @Test
  void aBundleInABundle() {
    byte[] inner = bytes("2362756e646c6500" + "0000000000000001" + "00000008" + "2f6200002c000000");
    byte[] outer =
        bytes(
            "2362756e646c6500"
                + "e8d4a51000000000"
                + "00000008"
                + "2f6100002c000000"
                + "0000001c"
                + HEX.formatHex(inner));
    OscBundleReader reader = new OscBundleReader(outer, 0, outer.length);
    assertThat(reader.timeTag()).isEqualTo(0xE8D4A510_00000000L);
    assertThat(reader.next()).isTrue();
    assertThat(OscBundleReader.isBundle(outer, reader.offset(), reader.length())).isFalse();
    assertThat(reader.next()).isTrue();
    assertThat(Arrays.copyOfRange(outer, reader.offset(), reader.offset() + reader.length()))
        .isEqualTo(inner);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void anAddressThatBeginsInTheMiddleOfAText() {
    OscWriter writer = new OscWriter().begin("/osc/a", 4).end();
    assertThat(hex(writer)).isEqualTo("2f6100002c000000");
  }

  /** It would end the text, and what follows would be read as something else. */
  @Test
  void aNulInATextIsReplaced() {
    OscWriter writer = new OscWriter().begin("/a", 0).text('s', "a\0b").text('s', "é\0").end();
    assertThat(hex(writer)).isEqualTo("2f6100002c737300" + "613f6200" + "c3a93f00");
  }

  private static byte[] bytes(String hex) {
    return HEX.parseHex(hex);
  }

  private static String hex(OscWriter writer) {
    return HEX.formatHex(writer.bytes(), 0, writer.size());
  }
}
