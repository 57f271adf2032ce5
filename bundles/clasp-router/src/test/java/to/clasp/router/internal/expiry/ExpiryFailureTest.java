package to.clasp.router.internal.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Set;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Loops;
import to.clasp.router.internal.fanout.Route;
import to.clasp.router.internal.fanout.Routes;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.State;
import to.clasp.router.internal.state.StateSettings;
import to.clasp.router.internal.subscribe.SubscriptionIndex;

/** A sweep that fails, or cannot be begun, is made up for a second later. */
class ExpiryFailureTest {
  private final AtomicLong nanos = new AtomicLong();
  private final State state = new State(nanos::get, address -> false);
  private RuntimeException handOverFailure;
  private RuntimeException routeFailure;
  private final Sweeper sweeper =
      new Sweeper(
          state,
          new SessionTable(),
          new Fanout(new History()),
          new Loops(new FailingRoutes(), loop -> {}).acquire(this::run),
          () -> new StateSettings(0, 0, 0, 0, null, null));

  @Test
  void aPieceThatNoThreadTookIsTriedAgain() {
    write("/a", 1);
    handOverFailure = new IllegalStateException("no thread, part of the test");
    assertThatThrownBy(() -> pass(1)).isSameAs(handOverFailure);
    handOverFailure = null;

    pass(1);

    assertThat(state.params().size()).isZero();
  }

  @Test
  void aPieceThatTheExecutorRejectedIsTriedAgain() {
    write("/a", 1);
    handOverFailure = new RejectedExecutionException("part of the test");
    pass(3);
    assertThat(state.params().size()).isOne();
    handOverFailure = null;

    pass(1);

    assertThat(state.params().size()).isZero();
  }

  @Test
  void aSweepThatFailedIsMadeUpForAlthoughNobodyNotedATimeToLive() {
    write("/a", 1);
    routeFailure = new IllegalStateException("routing failure, part of the test");
    pass(2);
    assertThat(state.params().size()).isOne();
    state.shortestTtl().reset();
    routeFailure = null;

    pass(1);

    assertThat(state.params().size()).isZero();
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      sweeper.onTick();
    }
  }

  private void write(String address, int ttlSeconds) {
    ParamEntry entry = state.params().findOrCreate(address, 0);
    synchronized (entry) {
      Ttl ttl = new Ttl(Ttl.Kind.ABSOLUTE, ttlSeconds);
      entry.write(new Set(address, Value.of(1), null, false, false, ttl), "session", 1);
    }
  }

  private void run(Runnable task) {
    if (handOverFailure != null) {
      throw handOverFailure;
    }
    task.run();
  }

  private final class FailingRoutes implements Routes {
    private final SubscriptionIndex index = new SubscriptionIndex();

    @Override
    public long generation() {
      return index.generation();
    }

    @Override
    public Route match(String address) {
      if (routeFailure != null) {
        throw routeFailure;
      }
      return index.match(address);
    }
  }
}
