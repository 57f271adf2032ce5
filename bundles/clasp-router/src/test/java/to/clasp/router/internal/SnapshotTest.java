package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol 6.7: every param arrives, whatever its size, and none goes backwards. */
class SnapshotTest {
  private static final int PARAMS = 3000;
  private static final int MANY_PARAMS = 100_000;

  /** A reader that is behind by more would get a second snapshot, which repeats revisions. */
  private static final Map<String, Object> WITHOUT_RESYNC =
      Map.of("maxQueuedParams", 2 * MANY_PARAMS, "maxQueuedBytes", 1 << 28);

  @Test
  void aLargeStateArrivesCompletelyInFramesThatFit() {
    try (RouterFixture router = RouterFixture.open()) {
      fill(router, "x".repeat(100));
      RawClient client = router.connect();

      client.send(new Hello(1, Features.ALL, "client", null), Ping.INSTANCE);

      client.expect(Welcome.class);
      Map<String, Long> got = new HashMap<>();
      int frames = 0;
      for (Message next = client.next(); !(next instanceof Pong); next = client.next()) {
        assertThat(FrameCodec.payloadSize(next)).isLessThanOrEqualTo(FrameCodec.MAX_PAYLOAD);
        List<Snapshot.Entry> entries = ((Snapshot) next).entries();
        assertThat(entries).hasSizeLessThanOrEqualTo(800);
        entries.forEach(entry -> got.put(entry.address(), entry.revision()));
        frames++;
      }
      assertThat(got).hasSize(PARAMS);
      assertThat(frames).isLessThan(20);
    }
  }

  @Test
  void aStateOfLargeParamsIsGivenPieceByPieceAndShutsNobodyOut() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxQueuedBytes", 200_000))) {
      RawClient writer = router.client("writer");
      for (int i = 0; i < 60; i++) {
        writer.send(Set.of("/p/" + i, Value.of("x".repeat(60_000)))).drain();
      }
      RawClient client = router.connect();

      client.send(new Hello(1, Features.ALL, "client", null), Ping.INSTANCE);

      client.expect(Welcome.class);
      int entries = 0;
      for (Message next = client.next(); !(next instanceof Pong); next = client.next()) {
        entries += ((Snapshot) next).entries().size();
      }
      assertThat(entries).isEqualTo(60);
    }
  }

  @Test
  void aClientThatDoesNotReadGetsTheWholeSnapshotOnceItReads() {
    try (RouterFixture router =
        new RouterFixture(Map.of(), RouterFixture.OPEN, new MemoryTransport(1, 1000))) {
      fill(router, "x".repeat(100));
      RawClient client = router.connect();
      client.pauseReading();
      client.send(new Hello(1, Features.ALL, "client", null), Ping.INSTANCE);
      router.client("other").expectNothing();

      client.resumeReading();

      client.expect(Welcome.class);
      int entries = 0;
      for (Message next = client.next(); !(next instanceof Pong); next = client.next()) {
        entries += ((Snapshot) next).entries().size();
      }
      assertThat(entries).isEqualTo(PARAMS);
    }
  }

  @Test
  void aSnapshotUnderConstantWritingLosesNothingAndGoesNeverBackwards() throws Exception {
    try (RouterFixture router =
        new RouterFixture(WITHOUT_RESYNC, RouterFixture.OPEN, new MemoryTransport(3))) {
      fill(router, "first", MANY_PARAMS);
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> writeUntil(stop, router.client("writer")));
      writer.start();

      for (int i = 0; i < 4; i++) {
        RawClient client = router.client("joiner");
        client.send(new Subscribe(1, "/p/*", Features.NONE, SubscribeOptions.NONE), Ping.INSTANCE);
        assertCompleteAndRising(client);
        client.close();
      }
      stop.set(true);
      writer.join();
    }
  }

  private static void assertCompleteAndRising(RawClient client) {
    Map<String, Long> revisions = new HashMap<>();
    boolean ponged = false;
    while (!ponged) {
      Message next = client.next();
      if (next instanceof Snapshot snapshot) {
        snapshot.entries().forEach(entry -> raise(revisions, entry.address(), entry.revision()));
      } else if (next instanceof Set set) {
        raise(revisions, set.address(), set.revision());
      }
      ponged = next instanceof Pong;
    }
    assertThat(revisions).hasSize(MANY_PARAMS);
  }

  private static void raise(Map<String, Long> revisions, String address, long revision) {
    Long before = revisions.put(address, revision);
    if (before != null) {
      assertThat(revision).as(address).isGreaterThan(before);
    }
  }

  private static void writeUntil(AtomicBoolean stop, RawClient writer) {
    for (int i = 0; !stop.get(); i++) {
      Message[] batch = new Message[100];
      for (int j = 0; j < batch.length; j++) {
        batch[j] = Set.of("/p/" + (i * 100 + j) % MANY_PARAMS, Value.of((long) i));
      }
      writer.send(batch).drain();
    }
  }

  private static void fill(RouterFixture router, String value) {
    fill(router, value, PARAMS);
  }

  private static void fill(RouterFixture router, String value, int params) {
    RawClient writer = router.client("filler");
    for (int i = 0; i < params; i++) {
      writer.send(Set.of("/p/" + i, Value.of(value)));
      if (i % 100 == 99) {
        writer.drain();
      }
    }
    writer.close();
  }
}
