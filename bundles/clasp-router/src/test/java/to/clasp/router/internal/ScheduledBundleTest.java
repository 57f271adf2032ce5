package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Protocol 8.4: bundles with a time. */
class ScheduledBundleTest {
  private static final Ack ACCEPTED = new Ack(null, null, null, null, null);
  private static final Subscribe ALL =
      new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE);
  private static final long LONG_AWAY = 60_000_000;
  private static final long SOON = 20_000;

  /** Stands still unless a test lets time pass. */
  private final AtomicLong clock = new AtomicLong(1_700_000_000_000_000L);

  private final RouterFixture router =
      RouterFixture.withClock(
          clock::get,
          Map.of("maxScheduledBundles", 3, "maxScheduleSeconds", 100, "maxScheduledBytes", 10_000));
  private final RawClient client = router.client("client");
  private final RawClient watcher = router.client("watcher");

  ScheduledBundleTest() {
    watcher.send(ALL).expectNothing();
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aBundleIsAcceptedAtOnceAndCarriedOutAtItsTime() {
    client.send(new Bundle(clock.get() + SOON, List.of(set("/a", 1), set("/b", 2))));

    assertThat(client.next()).isEqualTo(ACCEPTED);
    clock.addAndGet(SOON - 1);
    client.send(new Get("/a"));
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(201);
    clock.addAndGet(1);
    assertThat(watcher.next()).isEqualTo(echo("/a", 1, 1));
    assertThat(watcher.next()).isEqualTo(echo("/b", 2, 1));
    client.expectNothing();
  }

  @Test
  void aBundleWhoseTimeIsOverIsCarriedOutAtOnce() {
    client.send(new Bundle(clock.get() - 1, List.of(set("/a", 1))));
    assertThat(client.next()).isEqualTo(new Ack(null, 1L, null, null, null));

    client.send(new Bundle(0L, List.of(set("/a", 2))));
    assertThat(client.next()).isEqualTo(new Ack(null, 2L, null, null, null));
  }

  @Test
  void bundlesAreCarriedOutByTheirTimeAndThoseOfOneTimeInOrder() {
    long time = clock.get() + SOON;
    client.send(
        new Bundle(time + SOON, List.of(set("/a", 3))),
        new Bundle(time, List.of(set("/a", 1))),
        new Bundle(time, List.of(set("/a", 2))));
    client.drain();
    clock.addAndGet(2 * SOON);

    for (int i = 1; i <= 3; i++) {
      assertThat(watcher.next()).isEqualTo(echo("/a", i, i));
    }
  }

  @Test
  void paramsAreCheckedAtTheTimeAndARefusalIsOneError() {
    client.send(set("/a", 1)).drain();
    client.send(
        new Bundle(
            clock.get() + SOON,
            List.of(set("/b", 1), expecting("/a", 2, 1), expecting("/a", 3, 7))));
    assertThat(client.next()).isEqualTo(ACCEPTED);
    client.send(set("/a", 9)).expect(Ack.class);
    clock.addAndGet(SOON);

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.REVISION_CONFLICT.code());
    assertThat(error.address()).isEqualTo("/a");
    client.expectNothing();
    assertThat(watcher.drain()).containsExactly(echo("/a", 1, 1), echo("/a", 9, 2));
  }

  @Test
  void aRefusedBundleDoesNotKeepTheNextFromItsTime() {
    long time = clock.get() + SOON;
    client.send(set("/a", 1)).drain();
    client.send(
        new Bundle(time, List.of(expecting("/a", 2, 7))), new Bundle(time, List.of(set("/a", 3))));
    client.drain();
    clock.addAndGet(SOON);

    assertThat(watcher.next()).isEqualTo(echo("/a", 1, 1));
    assertThat(watcher.next()).isEqualTo(echo("/a", 3, 2));
  }

  @Test
  void whatCanNeverBeCarriedOutIsRefusedWhenItIsScheduled() {
    client.send(new Bundle(clock.get() + LONG_AWAY, List.of(set("/a", 1), set("/*", 1))));

    assertRefused(ErrorCode.INVALID_ADDRESS);
  }

  @Test
  void onlySoManyBundlesWait() {
    for (int i = 0; i < 3; i++) {
      client.send(new Bundle(clock.get() + LONG_AWAY, List.of())).expect(Ack.class);
    }

    client.send(new Bundle(clock.get() + LONG_AWAY, List.of()));
    assertRefused(ErrorCode.LIMIT_EXCEEDED);
    client.send(new Bundle(null, List.of())).expect(Ack.class);
    watcher.send(new Bundle(clock.get() + LONG_AWAY, List.of())).expect(Ack.class);
  }

  @Test
  void onlySoManyBytesWait() {
    Set large = Set.of("/a", Value.of("x".repeat(6000)));
    client.send(new Bundle(clock.get() + SOON, List.of(large))).expect(Ack.class);

    client.send(new Bundle(clock.get() + LONG_AWAY, List.of(large)));
    assertRefused(ErrorCode.LIMIT_EXCEEDED);

    clock.addAndGet(SOON);
    watcher.expect(Set.class);
    client.send(new Bundle(clock.get() + LONG_AWAY, List.of(large))).expect(Ack.class);
  }

  @Test
  void onlySoFarAheadABundleIsScheduled() {
    for (long time : new long[] {clock.get() + 101_000_000, Long.MAX_VALUE, -1}) {
      client.send(new Bundle(time, List.of(set("/a", 1))));

      assertRefused(ErrorCode.INVALID_VALUE);
    }
    client.send(new Bundle(clock.get() + 99_000_000, List.of())).expect(Ack.class);
  }

  @Test
  void bundlesEndWithTheirSession() {
    long time = clock.get() + SOON;
    client.send(new Bundle(time, List.of(set("/a", 1)))).expect(Ack.class);
    watcher.send(new Bundle(time + SOON, List.of(set("/b", 2)))).expect(Ack.class);

    client.close();
    Await.until(() -> router.core.status().sessions() == 1);
    clock.addAndGet(2 * SOON);

    assertThat(watcher.next()).isEqualTo(echo("/b", 2, 1));
  }

  @Test
  void thousandBundlesAreCarriedOutCloseToTheirTime() {
    int count = Integer.getInteger("clasp.schedule.bundles", 1000);
    ExecutorService loop = Executors.newSingleThreadExecutor();
    List<Long> lateness = Collections.synchronizedList(new ArrayList<>());
    MicroClock clock = new MicroClock();
    try (RouterFixture real = RouterFixture.withClock(clock)) {
      RouterSession session =
          real.core.open(
              new SessionInfo("test", "test"),
              Grant.EVERYTHING,
              loop,
              message -> note(message, clock, lateness));
      session.send(ALL);
      long first = clock.getAsLong() + 300_000;
      for (int i = 0; i < count; i++) {
        long time = first + i * 1000L;
        session.send(new Bundle(time, List.of(Set.of("/time", Value.of(time)))));
      }
      Await.until(() -> lateness.size() == count);
    } finally {
      loop.shutdownNow();
    }
    System.out.println(histogram(lateness));
    assertThat(lateness).allSatisfy(late -> assertThat(late).isNotNegative());
    // A machine that is busy with something else is late now and then, but not all the time.
    assertThat(sorted(lateness).get(count / 2)).isLessThan(500_000);
  }

  private static void note(Message message, MicroClock clock, List<Long> lateness) {
    if (message instanceof Set set && set.value() instanceof Value.Int time) {
      lateness.add(clock.getAsLong() - time.value());
    }
  }

  private static List<Long> sorted(List<Long> lateness) {
    return lateness.stream().sorted().toList();
  }

  private static String histogram(List<Long> lateness) {
    List<Long> sorted = sorted(lateness);
    StringBuilder text = new StringBuilder("lateness of scheduled bundles:");
    for (double part : new double[] {0, 0.5, 0.9, 0.99, 1}) {
      long micros = sorted.get((int) (part * (sorted.size() - 1)));
      text.append(" %.0f%%: %d µs".formatted(part * 100, micros));
    }
    LongStream.of(100, 200, 500, 1000, 2000, 5000, 50_000)
        .forEach(
            limit ->
                text.append(
                    "; <%d µs: %d"
                        .formatted(limit, sorted.stream().filter(it -> it < limit).count())));
    return text.toString();
  }

  private void assertRefused(ErrorCode code) {
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(code.code());
    client.expectNothing();
    watcher.expectNothing();
  }

  private static Set set(String address, int value) {
    return Set.of(address, Value.of(value));
  }

  private static Set expecting(String address, int value, long revision) {
    return new Set(address, Value.of(value), revision, false, false, null);
  }

  private static Set echo(String address, int value, long revision) {
    return expecting(address, value, revision);
  }
}
