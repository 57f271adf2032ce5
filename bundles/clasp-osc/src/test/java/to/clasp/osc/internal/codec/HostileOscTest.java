package to.clasp.osc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.osc.internal.value.ArgumentValues;
import to.clasp.osc.internal.value.NumberTypes;
import to.clasp.osc.internal.value.ValueArguments;
import to.clasp.protocol.Value;

/** Bytes from anybody: read, or refused with words. */
class HostileOscTest {
  private static final int ROUNDS = 200_000;
  private static final String LETTERS = "ihfdsSbTFNIcrmt[],#/\0";

  private final OscMessageReader reader = new OscMessageReader();
  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "2f61, a packet has the size 2",
        "61000000, an address does not begin with '/'",
        "2f616161, an address is cut off",
        "2f61000062000000, \"the type tags do not begin with ','\"",
        "2f6100002c696969, the list of type tags is cut off",
        "2f6100002c690000, an argument is cut off",
        "2f6100002c640000 00000000, an argument is cut off",
        "2f6100002c730000 61616161, a string is cut off",
        "2f6100002c730000 ff000000, a string is no UTF-8",
        "2f6100002c620000 00000005 01020304, a blob has the size 5",
        "2f6100002c620000 ffffffff, a blob has the size -1",
        "2f6100002c620000 7fffffff, a blob has the size 2147483647",
        "2f6100002c780000, type tag 'x' is unknown",
        "2f6100002cff0000, type tag '0xff' is unknown",
        "2f6100002c5b0000, an array has no end",
        "2f6100002c5d0000, type tag ']' is unknown",
        "2f6100002c630000 00110000, a character has the number 1114112",
        "2f6100002c000000 00000001, 4 bytes follow the last argument",
        "2fff00002c000000, an address is no UTF-8"
      })
  void whatIsWrongIsNamed(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> read(bytes, bytes.length))
        .isInstanceOf(OscException.class)
        .hasMessage(text);
  }

  private Value read(byte[] bytes, int length) {
    reader.begin(bytes, 0, length);
    reader.address();
    return ArgumentValues.read(reader);
  }

  @ParameterizedTest
  @CsvSource({"0", "-4", "3", "2147483644", "12"})
  void theSizeOfAnElementHasToFit(int size) {
    byte[] bundle = HexFormat.of().parseHex("2362756e646c65000000000000000001000000002f610000");
    OscBytes.int32(bundle, 16, size);
    OscBundleReader elements = new OscBundleReader(bundle, 0, bundle.length);
    assertThatThrownBy(elements::next).hasMessage("an element has the size " + size);
  }

  /** A deep value would overflow the stack of whoever walks through it. */
  @Test
  void arraysNestSoDeepAndNoDeeper() {
    assertThat(read(nested(30), nested(30).length)).isInstanceOf(Value.Array.class);
    assertThatThrownBy(() -> read(nested(31), nested(31).length))
        .hasMessage("arrays are nested deeper than 30");
    assertThatThrownBy(() -> read(nested(30_000), nested(30_000).length))
        .isInstanceOf(OscException.class);
  }

  private static byte[] nested(int depth) {
    OscWriter writer = new OscWriter().begin("/a", 0);
    for (int i = 0; i < depth; i++) {
      writer.tag('[');
    }
    for (int i = 0; i < depth; i++) {
      writer.tag(']');
    }
    writer.end();
    return Arrays.copyOf(writer.bytes(), writer.size());
  }

  @Test
  void randomBytesAreReadOrRefused() {
    byte[] bytes = new byte[64];
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      int length = fill(bytes);
      try {
        read(bytes, length);
        read++;
      } catch (OscException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
      readAsBundle(bytes, length);
    }
    assertThat(read).isBetween(100, ROUNDS);
  }

  /** Mostly what OSC is made of, so that it gets beyond the address. */
  private int fill(byte[] bytes) {
    int length = 4 * random.nextInt(bytes.length / 4);
    for (int i = 0; i < length; i++) {
      bytes[i] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt()
              : (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    if (random.nextBoolean() && length >= 8) {
      byte[] head = "/a\0\0,".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(head, 0, bytes, 0, head.length);
    }
    return length;
  }

  private static void readAsBundle(byte[] bytes, int length) {
    if (OscBundleReader.isBundle(bytes, 0, length)) {
      try {
        OscBundleReader elements = new OscBundleReader(bytes, 0, length);
        while (elements.next()) {
          assertThat(elements.offset() + elements.length()).isLessThanOrEqualTo(length);
        }
      } catch (OscException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void everyPrefixOfAMessageIsRefused() {
    OscWriter writer =
        new OscWriter()
            .begin("/some/address", 0)
            .int32('i', 5)
            .text('s', "text")
            .blob(7, (into, at) -> into[at] = 1)
            .float64(1.5)
            .end();
    byte[] whole = writer.bytes();
    assertThat(read(whole, writer.size())).isInstanceOf(Value.Array.class);
    int addressOnly = 16;
    for (int length = 0; length < writer.size(); length++) {
      int cut = length;
      if (length != addressOnly) {
        assertThatThrownBy(() -> read(whole, cut)).isInstanceOf(OscException.class);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (int i = 0; i < 20_000; i++) {
      Value value = value(3);
      OscWriter writer = new OscWriter().begin("/a", 0);
      ValueArguments.write(value, NumberTypes.WIDE, writer);
      writer.end();
      assertThat(writer.size() % 4).isZero();
      assertThat(read(writer.bytes(), writer.size())).isEqualTo(value);
    }
  }

  /** Values of which nothing is lost: an array of at least two that are none. */
  private Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 7)) {
      case 0 -> Value.of(random.nextLong());
      case 1 -> Value.of(random.nextDouble());
      case 2 -> Value.of("ä".repeat(random.nextInt(5)) + "x".repeat(random.nextInt(5)));
      case 3 -> Value.Bytes.of(new byte[random.nextInt(9)]);
      case 4 -> Value.of(random.nextBoolean());
      case 5 -> Value.Null.INSTANCE;
      case 6 -> Value.of(Double.NaN);
      default -> new Value.Array(List.of(value(0), value(0), value(0)));
    };
  }
}
