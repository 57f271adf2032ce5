package to.clasp.router.internal.session.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Outgoing;

/** What is held back and when it goes out, by a clock that the test sets. */
class ShaperTest {
  private static final Interest TEN_HERTZ = interest(10L, null, null);
  private static final Interest HALF = interest(null, 0.5, null);
  private static final Interest WINDOW = interest(null, null, 100L);

  private final List<Message> sent = new ArrayList<>();
  private final TestAlarm alarm = new TestAlarm();
  private long now = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(150);
  private Shaper shaper = shaper(100);

  @Test
  void ofARateTheFirstGoesAtOnceAndTheNewestAtTheEndOfEveryInterval() {
    for (int millis = 0; millis < 250; millis++) {
      shaper.take(set("/p", millis, millis + 1), TEN_HERTZ);
      advance(1);
    }
    advance(100);

    assertThat(values()).containsExactly(0.0, 99.0, 199.0, 249.0);
    assertThat(alarm.at).isNull();
  }

  @Test
  void everyAddressHasItsOwnRateAndOneAlarmServesAll() {
    shaper.take(set("/a", 1, 1), TEN_HERTZ);
    advance(40);
    shaper.take(set("/b", 1, 1), TEN_HERTZ);
    shaper.take(set("/b", 2, 2), TEN_HERTZ);
    shaper.take(set("/a", 2, 2), TEN_HERTZ);
    assertThat(sent).hasSize(2);

    advance(60);
    assertThat(addresses()).containsExactly("/a", "/b", "/a");
    advance(40);
    assertThat(addresses()).containsExactly("/a", "/b", "/a", "/b");
  }

  @Test
  void whatWaitsIsLeftOutForANewerValueThatGoesOutUntouched() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    untouched(set("/p", 3, 3));
    advance(200);

    assertThat(values()).containsExactly(1.0, 3.0);
  }

  @Test
  void whatWaitsIsLeftOutForASnapshotThatTellsIt() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    shaper.told(new Snapshot.Entry("/p", Value.of(2.0), 2, null, null), false);
    advance(200);

    assertThat(values()).containsExactly(1.0);
  }

  @Test
  void aReplyToGetCountsAsToldToo() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);

    shaper.before(
        Outgoing.reply(
            new Snapshot(List.of(new Snapshot.Entry("/p", Value.of(2.0), 2, null, null)))));
    advance(200);

    assertThat(values()).containsExactly(1.0);
  }

  @Test
  void aSetThatLocksOrUnlocksIsNeverHeldBack() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    shaper.take(
        Outgoing.param(new Set("/p", Value.of(1.0), 3L, true, false, null)),
        interest(10L, 0.5, null));
    advance(200);

    assertThat(values()).containsExactly(1.0, 1.0);
  }

  @Test
  void theLastMoveOfAFingerComesBeforeItsEndAndFingersDoNotReplaceEachOther() {
    shaper.take(gesture(Phase.START, 1, 0), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 1), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 2, 1), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 2), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 1, 3), TEN_HERTZ);
    shaper.take(gesture(Phase.MOVE, 2, 2), TEN_HERTZ);
    shaper.take(gesture(Phase.END, 1, 4), TEN_HERTZ);
    shaper.take(gesture(Phase.CANCEL, 2, 3), TEN_HERTZ);

    assertThat(values()).containsExactly(0.0, 1.0, 1.0, 3.0, 4.0, 2.0, 3.0);
    advance(200);
    assertThat(sent).hasSize(7);
  }

  @Test
  void eventsAndTimelinesAreNeverHeldBack() {
    for (int i = 0; i < 100; i++) {
      shaper.take(
          publish(i % 2 == 0 ? SignalType.EVENT : SignalType.TIMELINE, Value.of(1.0)),
          interest(1L, 10.0, 1000L));
    }

    assertThat(sent).hasSize(100);
  }

  @Test
  void aNumberIsComparedWithTheLastOneSentNotWithTheLastOneSeen() {
    for (double value : new double[] {1, 1.2, 1.4, 1.499, 1.5, 1.9, 1.1, 0.9}) {
      shaper.take(set("/p", value, 1), HALF);
    }

    assertThat(values()).containsExactly(1.0, 1.5, 0.9);
  }

  @Test
  void listsOfNumbersAreComparedOneByOneAndAllElsePasses() {
    Value near = array(1, 2);
    List<Value> all =
        List.of(
            near,
            array(1.4, 2.4),
            array(1, 2.5),
            array(1, 2.5, 3),
            Value.of("a"),
            Value.of("a"),
            Value.of(true),
            Value.of(true),
            Value.of(1),
            Value.of(1.2),
            Value.of(Double.NaN),
            Value.of(Double.NaN),
            new Value.Array(List.of()),
            new Value.Array(List.of()));
    all.forEach(value -> shaper.take(publish(SignalType.STREAM, value), HALF));

    List<Value> expected = new ArrayList<>(all);
    expected.remove(9);
    expected.remove(1);
    assertThat(sent).extracting(message -> ((Publish) message).value()).isEqualTo(expected);
  }

  @Test
  void aSnapshotValueCountsAsSent() {
    shaper.told(new Snapshot.Entry("/p", Value.of(1.0), 1, null, null), true);

    shaper.take(set("/p", 1.4, 2), HALF);
    shaper.take(set("/p", 1.6, 3), HALF);

    assertThat(values()).containsExactly(1.6);
  }

  @Test
  void theValueAtTheEndOfAnIntervalIsComparedToo() {
    Interest both = interest(10L, 0.5, null);
    shaper.take(set("/p", 1, 1), both);
    shaper.take(set("/p", 5, 2), both);
    shaper.take(set("/p", 1.1, 3), both);
    advance(200);
    shaper.take(set("/p", 1.6, 4), both);

    assertThat(values()).containsExactly(1.0, 1.6);
  }

  @Test
  void numericSamplesOfAWindowBecomeOneMessageWithTheRateThatTheirTimesShow() {
    for (int i = 0; i < 10; i++) {
      shaper.take(sample("/s", i, 1_000_000L + i * 2000L), WINDOW);
      advance(2);
    }
    assertThat(sent).isEmpty();
    advance(80);

    assertThat(sent)
        .containsExactly(
            new Publish(
                "/s",
                SignalType.STREAM,
                Phase.START,
                null,
                Samples.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                1_000_000L,
                null,
                500L));
  }

  @Test
  void samplesThatCameTogetherKeepTheirRateIfAllHaveTheSame() {
    shaper.take(samples(60L, 1, 2), WINDOW);
    shaper.take(samples(60L, 3), WINDOW);
    advance(100);
    shaper.take(samples(60L, 4), WINDOW);
    shaper.take(samples(90L, 5), WINDOW);
    advance(100);

    assertThat(sent).extracting(message -> ((Publish) message).rate()).containsExactly(60L, null);
    assertThat(((Publish) sent.get(0)).samples()).isEqualTo(Samples.of(1, 2, 3));
  }

  @Test
  void aFullWindowGoesOutEarlyAndFitsAFrame() {
    String longest = "/" + "x".repeat(1023);
    int count = 2 * Gathering.MAX_SAMPLES + 1;
    for (int i = 0; i < count; i++) {
      shaper.take(sample(longest, i, 1L + i), WINDOW);
    }
    assertThat(sent).hasSize(2);
    advance(100);

    assertThat(sent).hasSize(3);
    int next = 0;
    for (Message message : sent) {
      Outgoing.publish((Publish) message).frame();
      for (double sample : ((Publish) message).samples().toArray()) {
        assertThat(sample).isEqualTo(next++);
      }
    }
    assertThat(next).isEqualTo(count);
  }

  @Test
  void aWindowIsSentWithItsLastSampleThatFits() {
    for (int i = 0; i < Gathering.MAX_SAMPLES; i++) {
      assertThat(sent).isEmpty();
      shaper.take(sample("/s", i, 1L + i), WINDOW);
    }

    assertThat(sent).hasSize(1);
  }

  @Test
  void samplesThatDoNotFitTogetherStayApart() {
    int many = Gathering.MAX_SAMPLES - 1;
    shaper.take(samples(60L, new double[many]), WINDOW);
    shaper.take(samples(60L, 1, 2), WINDOW);
    advance(100);

    assertThat(sent)
        .extracting(message -> ((Publish) message).samples().size())
        .containsExactly(many, 2);
  }

  @Test
  void aStreamValueThatIsNoNumberGoesAtOnceBehindWhatWasGathered() {
    shaper.take(sample("/s", 1, 1), WINDOW);
    shaper.take(publish(SignalType.STREAM, Value.of("text")), WINDOW);
    shaper.take(sample("/s", 2, 2), WINDOW);
    advance(100);

    assertThat(sent).hasSize(3);
    assertThat(((Publish) sent.get(0)).samples()).isEqualTo(Samples.of(1));
    assertThat(((Publish) sent.get(1)).value()).isEqualTo(Value.of("text"));
    assertThat(((Publish) sent.get(2)).samples()).isEqualTo(Samples.of(2));
  }

  @Test
  void aSubscriptionThatEndsLeavesNothingWaiting() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    shaper.take(set("/q", 1, 1), TEN_HERTZ);
    shaper.take(set("/q", 2, 2), TEN_HERTZ);

    shaper.forget(AddressPattern.parse("/p"));
    assertThat(addresses()).containsExactly("/p", "/q", "/p");
    shaper.take(set("/p", 3, 3), TEN_HERTZ);

    assertThat(addresses()).containsExactly("/p", "/q", "/p", "/p");
  }

  @Test
  void whenARateIsGivenUpWhatWaitsKeepsItsPlace() {
    shaper.take(sample("/s", 1, 1), TEN_HERTZ);
    shaper.take(sample("/s", 2, 2), TEN_HERTZ);
    shaper.take(sample("/s", 3, 3), HALF);
    advance(200);

    assertThat(values()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void moreAddressesThanAreKnownAreSentMoreNotLess() {
    shaper = shaper(10);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        shaper.take(set("/p/" + i, round, 1), TEN_HERTZ);
      }
    }

    assertThat(sent).hasSize(40);
    advance(100);
    assertThat(sent).hasSize(40);
    assertThat(alarm.at).isNull();
  }

  @Test
  void nothingRingsWhenItIsStopped() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    assertThat(alarm.at).isNotNull();

    shaper.stop();

    assertThat(alarm.at).isNull();
  }

  @Test
  void moreBytesThanMayWaitAreSentAtOnce() {
    String large = "x".repeat(60_000);
    for (int i = 0; i < 40; i++) {
      shaper.take(publish("/s/" + i, SignalType.STREAM, Value.of("first")), TEN_HERTZ);
    }
    sent.clear();
    for (int i = 0; i < 40; i++) {
      shaper.take(publish("/s/" + i, SignalType.STREAM, Value.of(large)), TEN_HERTZ);
    }

    assertThat(sent).hasSize(40 - Shaper.MAX_WAITING_BYTES / 60_020);
    advance(100);
    assertThat(sent).hasSize(40);
  }

  private Shaper shaper(int maxLanes) {
    return new Shaper(message -> sent.add(message.message()), alarm, () -> now, () -> maxLanes);
  }

  private void untouched(Outgoing message) {
    shaper.before(message);
    sent.add(message.message());
  }

  /** Lets time pass, with an alarm that is exact. */
  private void advance(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (alarm.at != null && alarm.at - end <= 0) {
      now = alarm.at;
      alarm.at = null;
      shaper.onAlarm();
    }
    now = end;
  }

  private List<Double> values() {
    return sent.stream()
        .map(message -> message instanceof Set set ? set.value() : ((Publish) message).value())
        .map(value -> ((Value.Float) value).value())
        .toList();
  }

  private List<String> addresses() {
    return sent.stream().map(message -> ((Set) message).address()).toList();
  }

  private static Interest interest(Long maxRate, Double epsilon, Long window) {
    return Interest.of(Features.ALL.mask(), new SubscribeOptions(maxRate, epsilon, null, window));
  }

  private static Outgoing set(String address, double value, long revision) {
    return Outgoing.param(new Set(address, Value.of(value), revision, false, false, null));
  }

  private static Outgoing publish(SignalType type, Value value) {
    return publish("/s", type, value);
  }

  private static Outgoing publish(String address, SignalType type, Value value) {
    return Outgoing.publish(Publish.of(address, type, value));
  }

  private static Outgoing sample(String address, double value, long timestamp) {
    return Outgoing.publish(
        new Publish(
            address, SignalType.STREAM, Phase.START, Value.of(value), null, timestamp, null, null));
  }

  private static Outgoing samples(Long rate, double... values) {
    return Outgoing.publish(
        new Publish(
            "/s", SignalType.STREAM, Phase.START, null, Samples.of(values), null, null, rate));
  }

  private static Outgoing gesture(Phase phase, long id, double value) {
    return Outgoing.publish(
        new Publish("/g", SignalType.GESTURE, phase, Value.of(value), null, null, id, null));
  }

  private static Value array(double... numbers) {
    List<Value> items = new ArrayList<>();
    for (double number : numbers) {
      items.add(Value.of(number));
    }
    return new Value.Array(items);
  }

  private final class TestAlarm implements Alarm {
    private Long at;

    @Override
    public void set(long delayNanos) {
      at = now + Math.max(0, delayNanos);
    }

    @Override
    public void cancel() {
      at = null;
    }
  }
}
