package to.clasp.router.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;

/** How long a writer waits for room in a store that is full. */
class EvictorTest {
  private static final int COUNT = 6000;
  private static final long ANSWER_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile String free = "none";
  private final State state = new State(System::nanoTime, this::isNeededAfterLongThought);

  @BeforeEach
  void fill() {
    state.configure(
        new StateSettings(0, 0, 0, 0, Eviction.LRU, StrategyPatterns.parse(new String[0])));
    for (int i = 0; i < COUNT; i++) {
      write("/p/" + i, 0);
    }
  }

  @Test
  void oneWriteAsksAboutFewParamsOnlyIfAllAreNeeded() {
    assertThatThrownBy(() -> write("/new", COUNT)).isInstanceOf(ProtocolException.class);

    assertThat(asked.get()).isBetween(1, COUNT / 10);
  }

  @Test
  @Timeout(60)
  void laterWritesGoOnSearchingUntilTheOneParamNobodyNeedsIsFound() {
    free = "/p/" + COUNT / 6;
    int refused = 0;
    while (!tryWrite("/new")) {
      refused++;
    }

    assertThat(refused).as("writes that searched a part only").isPositive();
    assertThat(state.params().find(free)).isNull();
    assertThat(asked.get()).as("none was asked about twice").isLessThanOrEqualTo(COUNT + 1);
  }

  @Test
  void aVainSearchRests() {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(200);
    while (System.nanoTime() < end) {
      assertThat(tryWrite("/new")).isFalse();
    }
    long passed = System.nanoTime() - start;

    assertThat(asked.get() * ANSWER_NANOS).isLessThan(passed / 4);
  }

  @Test
  void aStoreAboveItsLimitShrinksWithEveryNewParam() {
    free = "/p/";
    int limit = COUNT - 9;

    write("/new/1", limit);
    assertThat(state.params().size()).isEqualTo(COUNT - 3);
    for (String address : List.of("/new/2", "/new/3", "/new/4")) {
      write(address, limit);
    }

    assertThat(state.params().size()).isEqualTo(limit);
  }

  private boolean tryWrite(String address) {
    try {
      write(address, COUNT);
      return true;
    } catch (ProtocolException e) {
      return false;
    }
  }

  private void write(String address, int limit) {
    ParamEntry entry = state.params().findOrCreate(address, limit);
    synchronized (entry) {
      entry.write(Set.of(address, Value.of(1)), "session", 1);
    }
  }

  private boolean isNeededAfterLongThought(String address) {
    asked.incrementAndGet();
    if (address.startsWith(free)) {
      return false;
    }
    for (long end = System.nanoTime() + ANSWER_NANOS; System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    return true;
  }
}
