package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;

class FrameHeaderTest {
  @ParameterizedTest
  @EnumSource(SignalType.class)
  void onlyASignalOfTypeStreamIsOne(SignalType type) {
    byte[] frame = FrameCodec.encode(Publish.of("/a", type, Value.of(1)));
    assertThat(FrameHeader.isStreamSignal(frame)).isEqualTo(type == SignalType.STREAM);
  }

  @Test
  void aTimestampInTheHeaderIsPassedOver() {
    Publish stream = Publish.of("/a", SignalType.STREAM, Value.of(1));
    byte[] plain = FrameCodec.encode(stream);
    byte[] stamped = new byte[plain.length + 8];
    System.arraycopy(plain, 0, stamped, 0, 4);
    stamped[1] |= 0x20;
    System.arraycopy(plain, 4, stamped, 12, plain.length - 4);
    assertThat(FrameHeader.isStreamSignal(stamped)).isTrue();
  }

  @Test
  void aSignalThatWantsToBeConfirmedIsNone() {
    byte[] frame = Frames.streamSignal("/a", "x");
    frame[1] |= 0x40;
    assertThat(FrameHeader.isStreamSignal(frame)).isFalse();
  }

  @Test
  void otherMessagesAndEmptyFramesAreNone() {
    assertThat(FrameHeader.isStreamSignal(FrameCodec.encode(Set.of("/a", Value.of(1))))).isFalse();
    assertThat(FrameHeader.isStreamSignal(FrameCodec.encode(Ping.INSTANCE))).isFalse();
    assertThat(FrameHeader.isStreamSignal(Frames.filled(0, 0))).isFalse();
    assertThat(FrameHeader.isStreamSignal(new byte[] {0x53, 0x21, 0, 0})).isFalse();
    assertThat(FrameHeader.isStreamSignal(new byte[0])).isFalse();
  }
}
