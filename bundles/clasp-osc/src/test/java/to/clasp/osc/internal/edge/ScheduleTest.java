package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.osc.internal.codec.TimeTag;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Bundles with a time. The clock stands still until it is moved; alarms look at it again. */
class ScheduleTest {
  private static final long NOW = 1_800_000_000_000_000L;

  private final AtomicLong micros = new AtomicLong(NOW);
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  private void open(Map<String, Object> settings) throws Exception {
    open(settings, micros::get);
  }

  private void open(Map<String, Object> settings, LongSupplier clock) throws Exception {
    edge = new EdgeFixture(settings, EdgeFixture.OPEN, clock);
  }

  private void moveTo(long millis) {
    micros.set(NOW + TimeUnit.MILLISECONDS.toMicros(millis));
  }

  private static byte[] at(long millis, String address) {
    long tag = TimeTag.ofMicros(NOW + TimeUnit.MILLISECONDS.toMicros(millis));
    return OscText.bundle(tag, OscText.message(address, 1));
  }

  private static void expect(RawClient client, String address) {
    assertThat(client.expect(Set.class).address()).isEqualTo(address);
  }

  @Test
  void bundlesTakeEffectAtTheirTimeNotInTheirOrder() throws Exception {
    open(Map.of());
    RawClient client = edge.subscriber();
    edge.osc()
        .sendBytes(at(300, "/late"))
        .sendBytes(at(200, "/early"))
        .sendBytes(at(-5000, "/past"))
        .send("/now", 1);
    expect(client, "/osc/past");
    expect(client, "/osc/now");
    client.expectNothing();
    moveTo(200);
    expect(client, "/osc/early");
    client.expectNothing();
    moveTo(300);
    expect(client, "/osc/late");
    Await.until("nothing is kept", () -> edge.edge.scheduled().bytes() == 0);
    assertThat(edge.edge.scheduled().sources()).isZero();
  }

  @Test
  void anInnerBundleMayBeLaterThanItsOuterOne() throws Exception {
    open(Map.of());
    RawClient client = edge.subscriber();
    long soon = TimeTag.ofMicros(NOW + 100_000);
    edge.osc().sendBytes(OscText.bundle(soon, at(200, "/inner"), OscText.message("/outer", 1)));
    client.expectNothing();
    moveTo(100);
    expect(client, "/osc/outer");
    client.expectNothing();
    moveTo(200);
    expect(client, "/osc/inner");
  }

  /** As when a time server corrects it. The bundle would go round for as long as that is. */
  @Test
  void aBundleThatIsDueTakesEffectAlsoWhenTheClockIsSetBackJustThen() throws Exception {
    AtomicInteger armed = new AtomicInteger();
    long due = TimeUnit.SECONDS.toMicros(1);
    long back = TimeUnit.SECONDS.toMicros(10);
    open(
        Map.of(),
        () -> armed.get() == 0 ? NOW : armed.getAndIncrement() == 1 ? NOW + 2 * due : NOW - back);
    RawClient client = edge.subscriber();
    edge.osc().sendBytes(at(1000, "/cue")).expectNothing();
    armed.set(1);
    expect(client, "/osc/cue");
  }

  /** The clock of such a sender is wrong; its messages would never take effect. */
  @Test
  void aTimeFarAheadIsNow() throws Exception {
    open(Map.of("maxDelaySeconds", 10));
    RawClient client = edge.subscriber();
    edge.osc().sendBytes(at(20_000, "/far"));
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.of(1));
  }

  @Test
  void aBundleKeepsItsSenderAlive() throws Exception {
    open(Map.of("sessionTimeoutSeconds", 1));
    RawClient client = edge.subscriber();
    edge.osc().sendBytes(at(500, "/cue")).expectNothing();
    edge.osc().expectNothing();
    Await.until("the other client is forgotten", () -> edge.edge.places().taken() == 1);
    client.expectNothing();
    moveTo(500);
    expect(client, "/osc/cue");
    Await.until("the sender is forgotten then", () -> edge.edge.places().taken() == 0);
  }

  @Test
  void noMoreThanSoManyWait() throws Exception {
    open(Map.of("maxScheduled", 4));
    RawClient client = edge.subscriber();
    edge.osc().sendBytes(at(50_000, "/1")).sendBytes(at(50_000, "/2")).sendBytes(at(50_000, "/3"));
    expect(client, "/osc/3");
    client.expectNothing();
  }

  /** What one address leaves free is for others, whichever ports it sends from. */
  @Test
  void oneSourceDoesNotTakeAllPlaces() throws Exception {
    open(Map.of("maxScheduled", 8));
    RawClient client = edge.subscriber();
    for (int i = 0; i < 4; i++) {
      edge.osc().sendBytes(at(50_000, "/greedy")).sendBytes(at(50_000, "/greedy")).expectNothing();
    }
    assertThat(client.drain()).hasSize(4);
    try (RawOsc other = new RawOsc(edge.udp(), "127.0.0.2")) {
      other.sendBytes(at(50_000, "/modest")).sendBytes(at(50_000, "/modest")).expectNothing();
    }
    client.expectNothing();
  }

  @Test
  void noMoreBytesWaitThanThereIsRoomFor() throws Exception {
    open(Map.of("maxScheduled", 100_000));
    RawClient client = edge.subscriber();
    byte[] large =
        OscText.bundle(
            TimeTag.ofMicros(NOW + 50_000_000), OscText.message("/a", "x".repeat(60_000)));
    RawOsc osc = edge.osc();
    int most = (int) (ScheduledRoom.MOST_BYTES / 2 / large.length) + 1;
    for (int i = 0; i < most; i++) {
      osc.sendBytes(large).expectNothing();
    }
    expect(client, "/osc/a");
    assertThat(edge.edge.scheduled().bytes()).isLessThanOrEqualTo(ScheduledRoom.MOST_BYTES / 2);
    edge.ports.close();
    assertThat(edge.edge.scheduled().bytes()).isZero();
  }
}
