package to.clasp.itests.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import to.clasp.protocol.Message;
import to.clasp.router.internal.BarePeer;
import to.clasp.router.internal.BareRouter;

/**
 * What benchmarks of a router have in common: frames of one peer go in, the router decodes, routes
 * and encodes, and frames come out, each batch whole before the next. A score of 1 is a thousand
 * frames per second that go in.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class RouterBench {
  private BareRouter router;
  private BarePeer sender;
  private long writtenBefore;

  @Setup
  public void open() {
    router = new BareRouter();
    populate(router);
    sender = router.connect();
  }

  /** Connects the peers that listen. */
  abstract void populate(BareRouter router);

  /** What the sender gets last if nothing it sends is refused. */
  abstract Class<? extends Message> answer();

  @Setup(Level.Iteration)
  public void noteWritten() {
    writtenBefore = router.written();
  }

  @TearDown(Level.Iteration)
  public void requireThatMessagesWentOut() {
    sender.requireLast(answer());
    if (router.written() == writtenBefore) {
      throw new IllegalStateException("the router wrote nothing");
    }
  }

  @TearDown
  public void close() {
    router.close();
  }

  /** Sends one frame as a batch of its own. */
  final long send(byte[] frame) {
    sender.give(frame);
    sender.endBatch();
    return router.written();
  }

  /** Sends a frame several times as one batch. */
  final long send(byte[] frame, int times) {
    for (int i = 0; i < times; i++) {
      sender.give(frame);
    }
    sender.endBatch();
    return router.written();
  }
}
