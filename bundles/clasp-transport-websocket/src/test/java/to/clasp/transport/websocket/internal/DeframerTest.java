package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.transport.websocket.internal.Bytes.filled;
import static to.clasp.transport.websocket.internal.Bytes.join;
import static to.clasp.transport.websocket.internal.Bytes.masked;
import static to.clasp.transport.websocket.internal.Bytes.plain;
import static to.clasp.transport.websocket.internal.Bytes.slice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.FrameSink;

class DeframerTest {
  private static final int LIMIT = 70_000;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int BINARY_BEGIN = 0x02;
  private static final int MORE = 0x00;
  private static final int LAST = 0x80;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  private static final byte[] STREAM =
      join(
          masked(BINARY, filled(5, 1)),
          masked(BINARY),
          masked(PING, filled(4, 2)),
          masked(BINARY_BEGIN, filled(130, 3)),
          masked(PING),
          masked(MORE, filled(9, 4)),
          masked(MORE),
          masked(PONG, filled(125, 5)),
          masked(LAST, filled(7, 6)),
          masked(BINARY, filled(126, 7)),
          masked(BINARY, filled(31, 8)),
          masked(CLOSE, (byte) 0x03, (byte) 0xE8));

  private static final List<String> FOUND =
      List.of(
          "frame " + hex(filled(5, 1)),
          "frame ",
          "reply " + hex(plain(PONG, filled(4, 2))),
          "reply " + hex(plain(PONG)),
          "frame " + hex(join(filled(130, 3), filled(9, 4), filled(7, 6))),
          "frame " + hex(filled(126, 7)),
          "frame " + hex(filled(31, 8)),
          "closed null " + hex(plain(CLOSE, (byte) 0x03, (byte) 0xE8)));

  @Test
  void framesThatArriveTogetherAreTakenApart() {
    assertThat(read(STREAM)).isEqualTo(FOUND);
  }

  @Test
  void framesMayBeCutAtAnyByte() {
    for (int cut = 1; cut < STREAM.length; cut++) {
      assertThat(read(slice(STREAM, 0, cut), slice(STREAM, cut, STREAM.length)))
          .as("cut at %s", cut)
          .isEqualTo(FOUND);
    }
  }

  @Test
  void framesMayArriveByteByByte() {
    byte[][] single = new byte[STREAM.length][];
    for (int i = 0; i < single.length; i++) {
      single[i] = new byte[] {STREAM[i]};
    }
    assertThat(read(single)).isEqualTo(FOUND);
  }

  @Test
  void aReadMayBeLargerThanTheScratchArray() {
    byte[][] messages = new byte[40][];
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      byte[] payload = filled(i == 7 ? 69_000 : 4000 + i, i);
      messages[i] = masked(BINARY, payload);
      expected.add("frame " + hex(payload));
    }
    assertThat(read(join(messages))).isEqualTo(expected);
  }

  @Test
  void aClientReadsWhatIsNotMasked() {
    Sink sink = new Sink();
    Deframer deframer = new Deframer(false, LIMIT, Framer.ofClient());
    feed(deframer, join(plain(BINARY, filled(70_000, 1)), plain(BINARY, filled(3, 2))), sink);
    assertThat(sink.found)
        .containsExactly("frame " + hex(filled(70_000, 1)), "frame " + hex(filled(3, 2)));
  }

  @Test
  void theLargestMessageFitsWholeAndInFragments() {
    assertThat(read(masked(BINARY, filled(LIMIT, 1))))
        .containsExactly("frame " + hex(filled(LIMIT, 1)));
    assertThat(
            read(
                masked(BINARY_BEGIN, filled(LIMIT - 1, 1)),
                masked(PING, filled(3, 1)),
                masked(LAST, (byte) 9)))
        .element(1)
        .isEqualTo("frame " + hex(join(filled(LIMIT - 1, 1), new byte[] {9})));
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        violation("PROTOCOL_ERROR a frame is not masked", plain(BINARY, (byte) 1)),
        violation("PROTOCOL_ERROR reserved bits", masked(BINARY | 0x40, (byte) 1)),
        violation("PROTOCOL_ERROR reserved bits", masked(BINARY | 0x10, (byte) 1)),
        violation("PROTOCOL_ERROR opcode 3", masked(0x83, (byte) 1)),
        violation("PROTOCOL_ERROR opcode 11", masked(0x8B, (byte) 1)),
        violation("PROTOCOL_ERROR a control frame", masked(0x09, (byte) 1)),
        violation("PROTOCOL_ERROR a control frame", masked(PING, filled(126, 1))),
        violation("PROTOCOL_ERROR a control frame", masked(CLOSE, filled(126, 1))),
        violation("PROTOCOL_ERROR a continuation of nothing", masked(LAST, (byte) 1)),
        violation(
            "PROTOCOL_ERROR a new message inside",
            join(masked(BINARY_BEGIN, (byte) 1), masked(BINARY, (byte) 2))),
        violation("PROTOCOL_ERROR a close frame without", masked(CLOSE, (byte) 3)),
        violation("PROTOCOL_ERROR a close frame without", masked(CLOSE, (byte) 3, (byte) 0xED)),
        violation(
            "PROTOCOL_ERROR the text of a close frame",
            masked(CLOSE, (byte) 3, (byte) 0xE8, (byte) 0xC3, (byte) 0x28)),
        violation("TOO_LARGE", masked(BINARY, filled(LIMIT + 1, 1))),
        violation(
            "TOO_LARGE", join(masked(BINARY_BEGIN, filled(LIMIT, 1)), masked(LAST, (byte) 1))),
        violation(
            "TOO_LARGE",
            new byte[] {(byte) BINARY, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0}),
        violation(
            "TOO_LARGE",
            new byte[] {(byte) BINARY, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  }

  private static Arguments violation(String expected, byte[] bytes) {
    return Arguments.of(expected, bytes);
  }

  @ParameterizedTest
  @MethodSource("violations")
  void aViolationIsToldOnceAndEndsReading(String expected, byte[] bytes) {
    for (int cut = 1; cut < Math.min(16, bytes.length); cut++) {
      List<String> found =
          read(
              slice(bytes, 0, cut),
              slice(bytes, cut, bytes.length),
              masked(BINARY, (byte) 1),
              masked(PING));
      assertThat(found).singleElement().asString().startsWith("violated " + expected);
    }
  }

  @Test
  void aMessageOverTheLimitIsRefusedByItsHeaderAlone() {
    byte[] whole = masked(BINARY, filled(LIMIT + 1, 1));
    assertThat(read(slice(whole, 0, 14)))
        .singleElement()
        .asString()
        .startsWith("violated TOO_LARGE");
  }

  @Test
  void aTextFrameIsRefusedAndOnlyTheCloseOfThePeerStillCounts() {
    List<String> found =
        read(
            join(
                masked(TEXT, "{}".getBytes(UTF_8)),
                masked(LAST, (byte) 1),
                masked(BINARY, (byte) 1),
                masked(CLOSE)));
    assertThat(found)
        .containsExactly(
            "violated UNSUPPORTED_DATA a text frame; only binary frames are accepted",
            "closed null " + hex(plain(CLOSE)));
  }

  @Test
  void theCloseReasonOfThePeerIsReportedInPrintableForm() {
    byte[] payload = join(new byte[] {(byte) 0x03, (byte) 0xF0}, "bad\nboy".getBytes(UTF_8));
    assertThat(read(masked(CLOSE, payload)))
        .containsExactly(
            "closed closed by the peer: 1008 bad?boy "
                + hex(plain(CLOSE, (byte) 0x03, (byte) 0xF0)));
  }

  @Test
  void aMaskIsAppliedToEveryByteAtEveryLengthAndOffset() {
    for (int length = 0; length < 40; length++) {
      for (int from = 0; from < 9; from++) {
        byte[] bytes = filled(60, length);
        Mask.apply(0x129A007F, bytes, from, length);
        byte[] expected = filled(60, length);
        byte[] mask = {0x12, (byte) 0x9A, 0x00, 0x7F};
        for (int i = 0; i < length; i++) {
          expected[from + i] ^= mask[i % 4];
        }
        assertThat(bytes).isEqualTo(expected);
      }
    }
  }

  private static List<String> read(byte[]... reads) {
    Sink sink = new Sink();
    Deframer deframer = new Deframer(true, LIMIT, Framer.ofServer());
    for (byte[] one : reads) {
      feed(deframer, one, sink);
    }
    return sink.found;
  }

  private static void feed(Deframer deframer, byte[] bytes, Sink sink) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes.clone());
    byte[] scratch = new byte[64 * 1024];
    deframer.read(in, scratch, sink);
    Arrays.fill(scratch, (byte) 0xDB);
    assertThat(in.isReadable()).isFalse();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static final class Sink implements FrameSink {
    private final List<String> found = new ArrayList<>();

    @Override
    public void frame(byte[] buffer, int offset, int length) {
      found.add("frame " + HexFormat.of().formatHex(buffer, offset, offset + length));
      Arrays.fill(buffer, offset, offset + length, (byte) 0xDB);
    }

    @Override
    public void reply(Consumer<ByteBuf> reply) {
      found.add("reply " + written(reply));
    }

    @Override
    public void peerClosed(Throwable cause, Consumer<ByteBuf> answer) {
      found.add("closed " + (cause == null ? null : cause.getMessage()) + " " + written(answer));
    }

    @Override
    public void violated(CloseReason why, String what) {
      found.add("violated " + why + " " + what);
    }

    private static String written(Consumer<ByteBuf> writer) {
      ByteBuf out = Unpooled.buffer();
      writer.accept(out);
      return ByteBufUtil.hexDump(out);
    }
  }
}
