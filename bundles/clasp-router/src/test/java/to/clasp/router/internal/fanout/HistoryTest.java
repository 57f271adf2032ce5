package to.clasp.router.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Features;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** How much is kept, and what goes first. */
class HistoryTest {
  private static final int MAX_BYTES = 10_000;

  private final History history = new History();

  @Test
  void theEstimateNeverExceedsTheBoundAndEndsAtNothing() {
    history.configure(4, MAX_BYTES);
    for (int i = 0; i < 5000; i++) {
      record("/a/" + i % 37 % (1 + i / 100), Value.of("x".repeat(i % 100)));
      assertThat(history.bytes()).isBetween(1L, (long) MAX_BYTES);
    }

    history.configure(0, MAX_BYTES);

    assertThat(history.bytes()).isZero();
    assertThat(history.iterator()).isExhausted();
  }

  @Test
  void anAddressThatIsStillUsedOutlivesThoseThatWereUsedBefore() {
    history.configure(4, MAX_BYTES);
    for (int i = 0; i < 1000; i++) {
      record("/once/" + i, Value.of(i));
      record("/busy", Value.of(i));
    }

    assertThat(recorded("/busy")).endsWith(Value.of(999)).hasSizeGreaterThan(1);
    assertThat(recorded("/once/999")).containsExactly(Value.of(999));
    assertThat(history.find("/once/1")).isNull();
  }

  @Test
  void whatIsLargerThanTheBoundIsNotKept() {
    history.configure(4, MAX_BYTES);
    record("/small", Value.of(1));

    record("/large", Value.of("x".repeat(60_000)));

    assertThat(history.find("/large")).isNull();
    assertThat(history.bytes()).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void manyThreadsThatRecordLoseNoByteOfTheCount() {
    history.configure(4, MAX_BYTES);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int first = thread;
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < 20_000; i++) {
                  record("/a/" + i % 61, Value.of("x".repeat(i % 50)));
                }
              }));
    }
    CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).join();

    history.configure(0, MAX_BYTES);

    assertThat(history.bytes()).isZero();
    for (Iterator<Track> left = history.iterator(); left.hasNext(); ) {
      assertThat(left.next()).isNull();
    }
  }

  private void record(String address, Value value) {
    Loop loop = new Loop(Runnable::run, new NoRoutes(), () -> {});
    new Fanout(history)
        .deliver(
            loop,
            Fanout.ANY_TYPE,
            Outgoing.publish(Publish.of(address, SignalType.EVENT, value)),
            null);
  }

  private List<Value> recorded(String address) {
    Track track = history.find(address);
    synchronized (track) {
      return track.last(100, Features.ALL.mask(), 0).stream()
          .map(message -> ((Publish) message.message()).value())
          .toList();
    }
  }

  private static final class NoRoutes implements Routes {
    @Override
    public long generation() {
      return 1;
    }

    @Override
    public Route match(String address) {
      return Route.NOWHERE;
    }
  }
}
