package to.clasp.router.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import to.clasp.router.internal.bundle.BundleLimits;

class ParamMonitorsTest {
  private static final int SMALL_STACK = 512 * 1024;

  @Test
  void theLargestBundleFitsAStackSmallerThanAnyThreadHasByDefault() throws Exception {
    List<ParamEntry> entries =
        IntStream.range(0, BundleLimits.MOST_MESSAGES)
            .mapToObj(i -> new ParamEntry("/" + i, null))
            .toList();
    AtomicInteger held = new AtomicInteger();
    Thread thread =
        new Thread(
            null,
            () ->
                ParamMonitors.hold(
                    entries,
                    () -> held.set((int) entries.stream().filter(Thread::holdsLock).count())),
            "small stack",
            SMALL_STACK);
    thread.start();
    thread.join(10_000);

    assertThat(held).hasValue(BundleLimits.MOST_MESSAGES);
    assertThat(entries).noneMatch(Thread::holdsLock);
  }
}
