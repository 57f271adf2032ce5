package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.SessionStatus;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/**
 * A reader that stops for a million SETs costs bounded memory, delays nobody, and ends with the
 * latest value of every param. With {@code -Dclasp.stalled.sets=…} for longer.
 */
class StalledReaderTest {
  private static final int SETS = Integer.getInteger("clasp.stalled.sets", 1_000_000);
  private static final int BATCH = 1000;
  private static final int MAX_QUEUED_PARAMS = 10_000;
  private static final int MAX_QUEUED_BYTES = 1_000_000;

  /** Fewer params than may wait are conflated; more are given as a snapshot afterwards. */
  @ParameterizedTest
  @CsvSource({"1000, 0", "50000, 1"})
  void endsWithTheLatestValuesInBoundedMemory(int params, int resyncs) {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("maxQueuedParams", MAX_QUEUED_PARAMS, "maxQueuedBytes", MAX_QUEUED_BYTES),
            RouterFixture.OPEN,
            new MemoryTransport())) {
      RawClient stalled = router.client("stalled");
      stalled.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).drain();
      stalled.pauseReading();
      RawClient writer = router.client("writer");
      RawClient other = router.client("other");

      for (int from = 0; from < SETS; from += BATCH) {
        // Never more than one of its requests is on the way.
        other.send(Ping.INSTANCE);
        write(writer, from, params);
        assertThat(other.next()).isEqualTo(Pong.INSTANCE);
        requireBounded(router.core.sessions(1).get(0));
      }

      assertThat(router.core.sessions(1).get(0).drops().resyncs()).isEqualTo(resyncs);
      stalled.resumeReading();
      requireLatest(stalled, params);
    }
  }

  /** Takes the answers as bytes, because a client keeps every message that it decodes. */
  private static void write(RawClient writer, int from, int params) {
    byte[][] batch = new byte[BATCH + 1][];
    for (int i = 0; i < BATCH; i++) {
      int number = from + i;
      batch[i] = FrameCodec.encode(Set.of("/p/" + number % params, Value.of((long) number)));
    }
    batch[BATCH] = FrameCodec.encode(Ping.INSTANCE);
    writer.sendBytes(batch);
    for (int i = 0; i <= BATCH; i++) {
      writer.nextBytes();
    }
  }

  private static void requireBounded(SessionStatus stalled) {
    assertThat(stalled.name()).isEqualTo("stalled");
    assertThat(stalled.queuedBytes()).isBetween(0L, (long) MAX_QUEUED_BYTES);
    assertThat(stalled.queuedMessages()).isBetween(0, MAX_QUEUED_PARAMS);
  }

  private static void requireLatest(RawClient stalled, int params) {
    Map<String, Value> values = new HashMap<>();
    for (Message message : stalled.drain()) {
      if (message instanceof Snapshot snapshot) {
        snapshot.entries().forEach(entry -> values.put(entry.address(), entry.value()));
      } else if (message instanceof Set set) {
        values.put(set.address(), set.value());
      }
    }
    assertThat(values).hasSize(params);
    for (int number = SETS - params; number < SETS; number++) {
      assertThat(values.get("/p/" + number % params)).isEqualTo(Value.of((long) number));
    }
  }
}
