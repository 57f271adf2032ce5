package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExpiriesTest {
  private final List<Runnable> scheduled = new ArrayList<>();
  private final List<Long> delays = new ArrayList<>();
  private final List<String> expired = new ArrayList<>();
  private long now = 1_000_000_000;
  private final Expiries expiries =
      new Expiries(
          (task, delay, unit) -> {
            scheduled.add(task);
            delays.add(unit.toMicros(delay));
            return null;
          },
          () -> now);

  private Runnable watch(String name, long inMillis) {
    long due = now + TimeUnit.MILLISECONDS.toMicros(inMillis);
    return expiries.watch(due, () -> expired.add(name));
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toMicros(millis);
  }

  private void runScheduled() {
    List<Runnable> due = List.copyOf(scheduled);
    scheduled.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void onlyWhatExpiresWithinASecondHasATimerWhichIsExact() {
    watch("soon", 700);
    watch("later", 2500);
    assertThat(delays).containsExactly(700_000L);

    pass(1000);
    expiries.onTick();
    assertThat(delays).hasSize(1);
    pass(1000);
    expiries.onTick();
    assertThat(delays).containsExactly(700_000L, 500_000L);
    runScheduled();
    assertThat(expired).containsExactly("soon");
    pass(500);
    runScheduled();
    assertThat(expired).containsExactly("soon", "later");
  }

  @Test
  void whatExpiredWhenTheClockWasSetForwardIsToldAtTheNextTickInTheirOrder() {
    watch("second", 7_000_000);
    watch("first", 5_000_000);
    watch("not yet", 20_000_000);

    pass(10_000_000);
    expiries.onTick();

    assertThat(expired).containsExactly("first", "second");
  }

  @Test
  void aClockThatIsSetBackPutsItOff() {
    watch("a", 900);
    pass(-10_000);
    runScheduled();
    pass(10_000);
    runScheduled();
    assertThat(expired).isEmpty();
    pass(900);
    runScheduled();
    assertThat(expired).containsExactly("a");
  }

  @Test
  void whatIsCancelledIsForgotten() {
    List<Runnable> cancels = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      cancels.add(watch("late", 5000));
    }
    cancels.add(watch("soon", 10));

    cancels.forEach(Runnable::run);

    assertThat(expiries.size()).isZero();
    pass(10_000);
    expiries.onTick();
    runScheduled();
    assertThat(expired).isEmpty();
  }
}
