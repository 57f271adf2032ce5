package to.clasp.itests.benchmarks;

import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
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

/**
 * PUBLISH of 32 bytes where many wildcard subscriptions exist and two match: one half of them is
 * {@code /site/N/**}, the other {@code /site/}*{@code /sN/}*.
 */
public class MatchBench extends RouterBench {
  private static final int PER_SESSION = 1000;

  /** A power of two, and far more than a cache of addresses holds. */
  private static final int ADDRESSES = 1 << 17;

  @Param({"10", "1000", "100000"})
  int subscriptions;

  private final byte[][] frames = new byte[ADDRESSES][];
  private int next;

  @Setup
  public void makeFrames() {
    Random random = new Random(4711);
    int half = subscriptions / 2;
    for (int i = 0; i < ADDRESSES; i++) {
      String address = "/site/" + random.nextInt(half) + "/s" + random.nextInt(half) + "/" + i;
      Value value = Value.Bytes.of(new byte[32]);
      frames[i] = FrameCodec.encode(Publish.of(address, SignalType.STREAM, value));
    }
  }

  @Override
  void populate(BareRouter router) {
    for (int first = 0; first < subscriptions; first += PER_SESSION) {
      int end = Math.min(subscriptions, first + PER_SESSION);
      router
          .connect()
          .send(
              IntStream.range(first, end).mapToObj(MatchBench::subscribe).toArray(Message[]::new));
    }
  }

  private static Message subscribe(int number) {
    int n = number / 2;
    String pattern = number % 2 == 0 ? "/site/" + n + "/**" : "/site/*/s" + n + "/*";
    return new Subscribe(number, pattern, Features.NONE, SubscribeOptions.NONE);
  }

  @Override
  Class<? extends Message> answer() {
    return Pong.class;
  }

  /** The same address again and again, as a fader that is moved. */
  @Benchmark
  public long sameAddress() {
    return send(frames[0]);
  }

  /** Each time an address that was not used for long. */
  @Benchmark
  public long newAddress() {
    return send(frames[next++ & ADDRESSES - 1]);
  }
}
