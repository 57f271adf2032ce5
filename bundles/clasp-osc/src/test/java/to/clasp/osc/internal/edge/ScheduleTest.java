package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.osc.internal.codec.TimeTag;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;

/** Bundles with a time. */
class ScheduleTest {
  private static final long NOW = 1_800_000_000_000_000L;

  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  private void open(Map<String, Object> settings) throws Exception {
    long started = System.nanoTime();
    AtomicLong offset = new AtomicLong(NOW);
    edge =
        new EdgeFixture(
            settings,
            EdgeFixture.OPEN,
            () -> offset.get() + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started));
  }

  private static byte[] at(long millis, String address) {
    long tag = TimeTag.ofMicros(NOW + TimeUnit.MILLISECONDS.toMicros(millis));
    return OscText.bundle(tag, OscText.message(address, 1));
  }

  @Test
  void bundlesTakeEffectAtTheirTimeNotInTheirOrder() throws Exception {
    open(Map.of());
    RawClient client = edge.subscriber();
    long begin = System.nanoTime();
    edge.osc()
        .sendBytes(at(900, "/late"))
        .sendBytes(at(600, "/early"))
        .sendBytes(at(-5000, "/past"))
        .send("/now", 1);
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/past");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/now");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/early");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/late");
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    Await.until("nothing is kept", () -> edge.edge.scheduledBytes().get() == 0);
  }

  @Test
  void anInnerBundleMayBeLaterThanItsOuterOne() throws Exception {
    open(Map.of());
    RawClient client = edge.subscriber();
    long soon = TimeTag.ofMicros(NOW + 300_000);
    edge.osc().sendBytes(OscText.bundle(soon, at(600, "/inner"), OscText.message("/outer", 1)));
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/outer");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/inner");
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
    edge.osc().sendBytes(at(4000, "/cue"));
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/cue");
    Await.until("the sender is forgotten then", () -> edge.edge.places().taken() == 0);
  }

  @Test
  void noMoreThanSoManyWait() throws Exception {
    open(Map.of("maxScheduled", 2));
    RawClient client = edge.subscriber();
    edge.osc().sendBytes(at(50_000, "/1")).sendBytes(at(50_000, "/2")).sendBytes(at(50_000, "/3"));
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/3");
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
    int most = (int) (Schedule.MOST_BYTES / large.length) + 1;
    for (int i = 0; i < most; i++) {
      osc.sendBytes(large).expectNothing();
    }
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/a");
    assertThat(edge.edge.scheduledBytes().get()).isLessThanOrEqualTo(Schedule.MOST_BYTES);
    edge.ports.close();
    assertThat(edge.edge.scheduledBytes().get()).isZero();
  }
}
