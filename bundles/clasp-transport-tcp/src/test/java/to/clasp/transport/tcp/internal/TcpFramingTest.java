package to.clasp.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.FrameSink;

class TcpFramingTest {
  private static final byte[] SCRATCH = new byte[64 * 1024];

  private final TcpFraming framing = new TcpFraming(Limits.LARGEST_FRAME);
  private final Found found = new Found();

  @Test
  void threeFramesCutAtEveryTwoPlacesComeOutWhole() {
    byte[] stream = stream(numbered(5, 1), numbered(1, 2), numbered(30, 3));
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        TcpFraming fresh = new TcpFraming(100);
        Found here = new Found();
        read(fresh, here, Arrays.copyOfRange(stream, 0, first));
        read(fresh, here, Arrays.copyOfRange(stream, first, second));
        read(fresh, here, Arrays.copyOfRange(stream, second, stream.length));
        assertThat(here.events)
            .as("cut at %d and %d", first, second)
            .containsExactly(text(numbered(5, 1)), text(numbered(1, 2)), text(numbered(30, 3)));
      }
    }
  }

  @Test
  void framesOfTheLargestSizeComeOutWholeByteByByteAndJoined() {
    byte[] stream =
        stream(numbered(65_547, 1), numbered(4, 2), numbered(65_539, 3), numbered(65_536, 4));
    for (byte one : stream) {
      read(framing, found, one);
    }
    read(framing, found, stream);
    List<String> once =
        List.of(
            text(numbered(65_547, 1)),
            text(numbered(4, 2)),
            text(numbered(65_539, 3)),
            text(numbered(65_536, 4)));
    assertThat(found.events.subList(0, 4)).isEqualTo(once);
    assertThat(found.events.subList(4, 8)).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "0001000c, 65548",
    "7fffffff, 2147483647",
    "80000000, 2147483648",
    "ffffffff, 4294967295"
  })
  void aLengthOverTheLimitIsToldAtOnceAndEverythingBehindItSkipped(String prefix, String length) {
    read(framing, found, stream(numbered(9, 1)));
    read(framing, found, HexFormat.of().parseHex(prefix));
    read(framing, found, stream(numbered(9, 2)));
    assertThat(found.events)
        .containsExactly(
            text(numbered(9, 1)),
            "TOO_LARGE a length of " + length + " bytes, at most 65547 are accepted");
  }

  @Test
  void anAnnouncedLengthTakesNoMemoryBeforeItsBytesArrive() {
    long before = allocated();
    for (int i = 0; i < 1000; i++) {
      read(new TcpFraming(Limits.LARGEST_FRAME), found, HexFormat.of().parseHex("0001000b5301"));
    }
    assertThat(allocated() - before).isLessThan(1000 * 2000);
  }

  private static long allocated() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @EnumSource
  void theReasonOfACloseIsReadAsItWasWritten(CloseReason why) {
    ByteBuf out = Unpooled.buffer();
    framing.writeClose(why, out);
    framing.read(out, SCRATCH, found);
    framing.readEnd(found);
    if (why == CloseReason.NORMAL) {
      assertThat(found.events).containsExactly("closed null");
    } else {
      assertThat(found.events.get(0)).isEqualTo("closed closed by the peer: " + why.text());
    }
  }

  @Test
  void aCloseIsUnderstoodCutAtEveryByte() {
    for (byte one : HexFormat.of().parseHex("0000000002")) {
      read(framing, found, one);
    }
    assertThat(found.events).containsExactly("closed closed by the peer: going away");
  }

  @ParameterizedTest
  @CsvSource({"0000000000", "000000000a", "00000000ff"})
  void anEmptyFrameIsAViolation(String hex) {
    read(framing, found, HexFormat.of().parseHex(hex));
    assertThat(found.events).containsExactly("PROTOCOL_ERROR an empty frame");
  }

  @Test
  void anEndInsideAFrameIsNotPassedOffAsAnOrderlyOne() {
    read(framing, found, HexFormat.of().parseHex("00000009530100"));
    framing.readEnd(found);
    assertThat(found.events)
        .containsExactly("closed the peer ended the stream 7 bytes into a frame");
  }

  @Test
  void aFrameIsWrittenBehindItsLength() {
    ByteBuf out = Unpooled.buffer();
    framing.write(Frame.wrap(new byte[] {0x53, 1, 0, 1, 0x41}), out);
    framing.writePing(out);
    byte[] written = new byte[out.readableBytes()];
    out.readBytes(written);
    assertThat(HexFormat.of().formatHex(written)).isEqualTo("000000055301000141".repeat(2));
  }

  private static void read(TcpFraming framing, Found found, byte... bytes) {
    framing.read(Unpooled.wrappedBuffer(bytes), SCRATCH, found);
  }

  private static byte[] stream(byte[]... frames) {
    ByteBuf out = Unpooled.buffer();
    for (byte[] frame : frames) {
      out.writeInt(frame.length).writeBytes(frame);
    }
    byte[] stream = new byte[out.readableBytes()];
    out.readBytes(stream);
    return stream;
  }

  private static byte[] numbered(int size, int number) {
    byte[] frame = new byte[size];
    for (int i = 0; i < size; i++) {
      frame[i] = (byte) (number * 7 + i);
    }
    return frame;
  }

  private static String text(byte[] frame) {
    return "frame " + frame.length + " " + Arrays.hashCode(frame);
  }

  private static final class Found implements FrameSink {
    final List<String> events = new ArrayList<>();

    @Override
    public void frame(byte[] buffer, int offset, int length) {
      events.add(text(Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public void reply(Consumer<ByteBuf> reply) {
      events.add("reply");
    }

    @Override
    public void peerClosed(Throwable cause, Consumer<ByteBuf> answer) {
      events.add("closed " + (cause == null ? null : cause.getMessage()));
    }

    @Override
    public void violated(CloseReason why, String what) {
      events.add(why + " " + what);
    }
  }
}
