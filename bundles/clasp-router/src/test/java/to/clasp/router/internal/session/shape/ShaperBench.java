package to.clasp.router.internal.session.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Outgoing;

/** A shaper, the time, and what it has sent. */
abstract class ShaperBench {
  static final Interest TEN_HERTZ = interest(10L, null, null);
  static final Interest HALF = interest(null, 0.5, null);
  static final Interest WINDOW = interest(null, null, 100L);

  final List<Message> sent = new ArrayList<>();
  final TestAlarm alarm = new TestAlarm();
  long now = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(150);
  Shaper shaper = shaper(100);

  Shaper shaper(int maxLanes) {
    return new Shaper(message -> sent.add(message.message()), alarm, () -> now, () -> maxLanes);
  }

  void untouched(Outgoing message) {
    shaper.before(message);
    sent.add(message.message());
  }

  /** Lets time pass, with an alarm that is exact. */
  void advance(long millis) {
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (alarm.at != null && alarm.at - end <= 0) {
      now = alarm.at;
      alarm.at = null;
      shaper.onAlarm();
    }
    now = end;
  }

  List<Double> values() {
    return sent.stream()
        .map(message -> message instanceof Set set ? set.value() : ((Publish) message).value())
        .map(value -> ((Value.Float) value).value())
        .toList();
  }

  List<String> addresses() {
    return sent.stream().map(message -> ((Set) message).address()).toList();
  }

  static Interest interest(Long maxRate, Double epsilon, Long window) {
    return Interest.of(Features.ALL.mask(), new SubscribeOptions(maxRate, epsilon, null, window));
  }

  static Outgoing set(String address, double value, long revision) {
    return Outgoing.param(new Set(address, Value.of(value), revision, false, false, null));
  }

  static Outgoing publish(SignalType type, Value value) {
    return publish("/s", type, value);
  }

  static Outgoing publish(String address, SignalType type, Value value) {
    return Outgoing.publish(Publish.of(address, type, value));
  }

  static Outgoing sample(String address, double value, long timestamp) {
    return Outgoing.publish(
        new Publish(
            address, SignalType.STREAM, Phase.START, Value.of(value), null, timestamp, null, null));
  }

  static Outgoing samples(Long rate, double... values) {
    return Outgoing.publish(
        new Publish(
            "/s", SignalType.STREAM, Phase.START, null, Samples.of(values), null, null, rate));
  }

  static Outgoing gesture(Phase phase, long id, double value) {
    return Outgoing.publish(
        new Publish("/g", SignalType.GESTURE, phase, Value.of(value), null, null, id, null));
  }

  static Value array(double... numbers) {
    List<Value> items = new ArrayList<>();
    for (double number : numbers) {
      items.add(Value.of(number));
    }
    return new Value.Array(items);
  }

  final class TestAlarm implements Alarm {
    Long at;

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
