package to.clasp.itests.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.BareRouter;

/** SET of a number, acknowledged to its writer, with and without a session that is told. */
public class StateBench extends RouterBench {
  @Param({"1", "100", "50000"})
  int params;

  @Param({"0", "1"})
  int subscribers;

  private byte[][] frames;
  private int next;

  @Setup
  public void makeFrames() {
    frames = new byte[params][];
    for (int i = 0; i < params; i++) {
      frames[i] = FrameCodec.encode(Set.of("/bench/p/" + i, Value.of(0.5 * i)));
    }
  }

  @Override
  void populate(BareRouter router) {
    for (int i = 0; i < subscribers; i++) {
      router.connect().send(new Subscribe(1, "/bench/**", Features.NONE, SubscribeOptions.NONE));
    }
  }

  @Override
  Class<? extends Message> answer() {
    return Ack.class;
  }

  @Benchmark
  public long set() {
    next = next + 1 < params ? next + 1 : 0;
    return send(frames[next]);
  }
}
