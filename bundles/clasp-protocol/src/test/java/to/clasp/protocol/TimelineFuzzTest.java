package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a peer sends is a timeline that can be played, or a {@link ProtocolException}. */
class TimelineFuzzTest {
  private static final int ROUNDS = 200_000;
  private static final String[] EASINGS = {
    "linear", "ease-in", "ease-out", "ease-in-out", "step", "cubic-bezier", "cubic-bezier", "bounce"
  };
  private static final double[] NUMBERS = {
    0, -0.0, 0.5, 1, -1, 3e9, 1e300, -1e300, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY
  };

  private final Random random = new Random(7330);

  @Test
  void anyValueIsReadOrRefusedCleanly() {
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Value value = timeline();
      try {
        read += check(value) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("round " + i + ": " + value, e);
      }
    }
    assertThat(read).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private boolean check(Value value) {
    Timeline timeline;
    try {
      timeline = Timeline.parse(value);
    } catch (ProtocolException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE);
      assertThat(e.getMessage()).startsWith("timeline").hasSizeLessThan(200);
      return false;
    }
    assertThat(Timeline.parse(timeline.toValue())).isEqualTo(timeline);
    for (int i = 0; i < 4; i++) {
      Timeline.Sample sample = timeline.sample(random.nextLong() >> random.nextInt(64));
      assertThat(sample.value() == null).isEqualTo(timeline.keyframes().isEmpty());
      assertThat(sample.loops()).isNotNegative();
    }
    return true;
  }

  private Value timeline() {
    if (rarely()) {
      return any(3);
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    put(entries, "keyframes", keyframes());
    put(entries, "loop", Value.of(random.nextBoolean()));
    if (random.nextBoolean()) {
      put(entries, "start_time", time(random.nextInt(100)));
      put(entries, "duration", time(random.nextInt(100)));
    }
    return new Value.Map(entries);
  }

  private Value keyframes() {
    List<Value> items = new ArrayList<>();
    int time = 0;
    for (int i = random.nextInt(6); i > 0; i--) {
      time += random.nextInt(20) - (rarely() ? 10 : 0);
      Map<String, Value> keyframe = new LinkedHashMap<>();
      put(keyframe, "time", time(time));
      put(keyframe, "value", any(3));
      if (random.nextBoolean()) {
        put(keyframe, "easing", Value.of(EASINGS[random.nextInt(rarely() ? 8 : 7)]));
        put(keyframe, "bezier", bezier());
      }
      items.add(rarely() ? any(2) : new Value.Map(keyframe));
    }
    return new Value.Array(items);
  }

  private Value bezier() {
    List<Value> items = new ArrayList<>();
    for (int i = rarely() ? 3 : 4; i > 0; i--) {
      items.add(Value.of(NUMBERS[random.nextInt(NUMBERS.length - (rarely() ? 0 : 2))]));
    }
    return new Value.Array(items);
  }

  private Value time(int time) {
    return random.nextBoolean() ? Value.of(time) : Value.of(time + 0.4);
  }

  private void put(Map<String, Value> entries, String key, Value usual) {
    if (!rarely()) {
      entries.put(key, rarely() ? any(2) : usual);
    }
  }

  private Value any(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Value.Null.INSTANCE;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 3 -> Value.of(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 4 -> Value.of(EASINGS[random.nextInt(EASINGS.length)]);
      case 5 -> Value.Bytes.of((byte) 1, (byte) 2);
      case 6 -> new Value.Map(Map.of("time", any(depth - 1)));
      default -> new Value.Array(List.of(any(depth - 1), any(depth - 1)));
    };
  }

  private boolean rarely() {
    return random.nextInt(40) == 0;
  }
}
