package to.clasp.itests.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.BareRouter;

/** PUBLISH of 32 bytes to many sessions; each frame that goes in comes out once per session. */
public class FanoutBench extends RouterBench {
  private static final int BATCH = 64;

  @Param({"1", "100", "1000"})
  int sessions;

  private final byte[] frame =
      FrameCodec.encode(
          Publish.of("/bench/a/stream", SignalType.STREAM, Value.Bytes.of(new byte[32])));

  @Override
  void populate(BareRouter router) {
    for (int i = 0; i < sessions; i++) {
      router.connect().send(new Subscribe(1, "/bench/**", Features.NONE, SubscribeOptions.NONE));
    }
  }

  @Override
  Class<? extends Message> answer() {
    return Pong.class;
  }

  /** A frame that arrives alone. */
  @Benchmark
  public long one() {
    return send(frame);
  }

  /** Frames that arrive together and are flushed together. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long batchOf64() {
    return send(frame, BATCH);
  }
}
