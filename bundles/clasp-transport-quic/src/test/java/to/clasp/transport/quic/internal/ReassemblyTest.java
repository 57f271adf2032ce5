package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.FrameSink;

class ReassemblyTest {
  private static final byte[] STAMPED = {0x53, 0x21, 0, 1, 0, 6, 13, -41, 16, 33, 32, 0, 0x41};

  private final byte[] scratch = new byte[64 * 1024];
  private final Found found = new Found();

  @Test
  void framesThatCameTogetherAreToldOneByOne() {
    byte[][] frames = {
      Frames.filled(10, 1), Frames.filled(0, 0), STAMPED, Frames.filled(300, 2), Frames.filled(0, 0)
    };
    read(new Reassembly(1000), Frames.joined(frames));
    assertThat(found.frames).containsExactly(frames);
  }

  @Test
  void framesMayBeCutAtEveryTwoBytes() {
    byte[][] frames = {Frames.filled(5, 1), Frames.filled(0, 0), STAMPED, Frames.filled(7, 2)};
    byte[] all = Frames.joined(frames);
    for (int first = 0; first <= all.length; first++) {
      for (int second = first; second <= all.length; second++) {
        found.frames.clear();
        Reassembly reassembly = new Reassembly(1000);
        read(reassembly, Arrays.copyOfRange(all, 0, first));
        read(reassembly, Arrays.copyOfRange(all, first, second));
        read(reassembly, Arrays.copyOfRange(all, second, all.length));
        assertThat(found.frames).as("cut at %s and %s", first, second).containsExactly(frames);
      }
    }
  }

  @Test
  void framesMayComeByteByByte() {
    byte[][] frames = {Frames.filled(5000, 1), Frames.filled(0, 0), STAMPED, Frames.filled(7, 2)};
    Reassembly reassembly = new Reassembly(Limits.LARGEST_FRAME);
    for (byte each : Frames.joined(frames)) {
      read(reassembly, new byte[] {each});
    }
    assertThat(found.frames).containsExactly(frames);
    assertThat(reassembly.pending()).isZero();
  }

  @Test
  void theLargestFrameIsToldWhole() {
    byte[] largest = Frames.filled(65_535, 9);
    read(
        new Reassembly(Limits.LARGEST_FRAME), Frames.joined(largest, Frames.filled(1, 1), largest));
    assertThat(found.frames).hasSize(3).first().isEqualTo(largest);
  }

  @Test
  void whatBeginsWithAnotherByteEndsTheStream() {
    Reassembly reassembly = new Reassembly(1000);
    read(reassembly, Frames.joined(Frames.filled(1, 1), new byte[] {0x47, 0x45, 0x54}));
    read(reassembly, Frames.filled(2, 2));
    assertThat(found.frames).containsExactly(Frames.filled(1, 1));
    assertThat(found.violations).containsExactly("PROTOCOL_ERROR frame begins with 0x47, not 0x53");
  }

  @Test
  void aFrameOverTheLimitEndsTheStreamBeforeItHasArrived() {
    Reassembly reassembly = new Reassembly(100);
    read(reassembly, Frames.joined(Frames.filled(96, 1), new byte[] {0x53, 1, 0}));
    assertThat(found.violations).isEmpty();
    read(reassembly, new byte[] {97});
    assertThat(found.frames).containsExactly(Frames.filled(96, 1));
    assertThat(found.violations).containsExactly("TOO_LARGE a frame of 101 bytes; at most 100");
    assertThat(reassembly.pending()).isZero();
  }

  private void read(Reassembly reassembly, byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    reassembly.read(in, scratch, found);
    assertThat(in.isReadable()).isFalse();
  }

  private static final class Found implements FrameSink {
    final List<byte[]> frames = new ArrayList<>();
    final List<String> violations = new ArrayList<>();

    @Override
    public void frame(byte[] buffer, int offset, int length) {
      frames.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void reply(Consumer<ByteBuf> reply) {
      throw new AssertionError("nothing to reply");
    }

    @Override
    public void peerClosed(Throwable cause, Consumer<ByteBuf> answer) {
      throw new AssertionError("nothing closes");
    }

    @Override
    public void violated(CloseReason why, String what) {
      violations.add(why + " " + what);
    }
  }
}
