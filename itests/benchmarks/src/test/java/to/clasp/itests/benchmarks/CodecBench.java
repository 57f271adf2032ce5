package to.clasp.itests.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.AddressCache;
import to.clasp.protocol.codec.DecodedFrame;
import to.clasp.protocol.codec.FrameCodec;

/** Messages to new arrays and frames to records. A score of 1 is a million frames per second. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBench {
  private static final int SNAPSHOT_PARAMS = 100;

  private final Message set =
      new Set("/lights/dimmer/017", Value.of(0.73), 4711L, false, false, null);
  private final Message publish =
      Publish.of("/bench/a/stream", SignalType.STREAM, Value.Bytes.of(new byte[32]));
  private final Message snapshot =
      new Snapshot(IntStream.range(0, SNAPSHOT_PARAMS).mapToObj(CodecBench::param).toList());

  private final byte[] setFrame = frameOf(set, 42);
  private final byte[] publishFrame = frameOf(publish, 59);
  private final byte[] snapshotFrame = FrameCodec.encode(snapshot);

  private final AddressCache addresses = new AddressCache();

  private static Snapshot.Entry param(int number) {
    String writer = "a1b2c3d4-0000-4000-8000-0123456789ab";
    String address = "/lights/dimmer/" + number;
    return new Snapshot.Entry(address, Value.of(0.1 * number), number, writer, 1_700_000_000L);
  }

  private static byte[] frameOf(Message message, int size) {
    byte[] frame = FrameCodec.encode(message);
    if (frame.length != size) {
      throw new IllegalStateException(frame.length + " bytes, not " + size + ": " + message);
    }
    return frame;
  }

  private static DecodedFrame decode(byte[] frame) {
    return FrameCodec.decode(frame, 0, frame.length);
  }

  @Benchmark
  public byte[] encodeSet() {
    return FrameCodec.encode(set);
  }

  @Benchmark
  public DecodedFrame decodeSet() {
    return decode(setFrame);
  }

  /** As the router reads: the address came before. */
  @Benchmark
  public DecodedFrame decodeSetOfKnownAddress() {
    return FrameCodec.decode(setFrame, 0, setFrame.length, addresses);
  }

  @Benchmark
  public byte[] encodePublish() {
    return FrameCodec.encode(publish);
  }

  @Benchmark
  public DecodedFrame decodePublish() {
    return decode(publishFrame);
  }

  @Benchmark
  public byte[] encodeSnapshotOf100() {
    return FrameCodec.encode(snapshot);
  }

  @Benchmark
  public DecodedFrame decodeSnapshotOf100() {
    return decode(snapshotFrame);
  }

  /** What the size of a message costs that is not encoded yet. */
  @Benchmark
  public int sizeOfSnapshotOf100() {
    return FrameCodec.payloadSize(snapshot);
  }
}
