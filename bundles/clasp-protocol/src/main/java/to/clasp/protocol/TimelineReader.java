package to.clasp.protocol;

import java.util.List;

/**
 * Reads one of the maps that stand for a timeline on the wire.
 *
 * @param map the timeline or a keyframe
 * @param index number of the keyframe, or {@link #TIMELINE}
 */
record TimelineReader(Value.Map map, int index) {
  private static final int TIMELINE = -1;
  private static final double TWO_TO_63 = 0x1p63;
  private static final int BEZIER_NUMBERS = 4;

  static Timeline read(Value value) {
    if (value instanceof Value.Map map) {
      return new TimelineReader(map, TIMELINE).timeline();
    }
    throw new ProtocolException(ErrorCode.INVALID_VALUE, "timeline is not a map");
  }

  private Timeline timeline() {
    return new Timeline(keyframes(), loop(), optionalTime("start_time"), optionalTime("duration"));
  }

  private List<Timeline.Keyframe> keyframes() {
    if (!(required("keyframes") instanceof Value.Array array)) {
      throw error("keyframes", "is not an array");
    }
    int count = array.items().size();
    if (count > Timeline.MAX_KEYFRAMES) {
      throw error("keyframes", "has " + count + " items, more than " + Timeline.MAX_KEYFRAMES);
    }
    Timeline.Keyframe[] keyframes = new Timeline.Keyframe[count];
    for (int i = 0; i < count; i++) {
      if (!(array.items().get(i) instanceof Value.Map keyframe)) {
        throw error("keyframes[" + i + "]", "is not a map");
      }
      TimelineReader reader = new TimelineReader(keyframe, i);
      keyframes[i] = reader.keyframe();
      if (i > 0 && keyframes[i].time() < keyframes[i - 1].time()) {
        throw reader.error("time", "is before that of the previous keyframe");
      }
    }
    return List.of(keyframes);
  }

  private boolean loop() {
    Value value = optional("loop");
    if (value == null) {
      return false;
    } else if (value instanceof Value.Bool loop) {
      return loop.value();
    }
    throw error("loop", "is not true or false");
  }

  private Timeline.Keyframe keyframe() {
    return new Timeline.Keyframe(
        time("time", required("time")), required("value"), easing(), bezier());
  }

  private Easing easing() {
    Value value = optional("easing");
    if (value == null) {
      return Easing.LINEAR;
    } else if (!(value instanceof Value.Text text)) {
      throw error("easing", "is not a string");
    } else {
      return Easing.ofWireName(text.value())
          .orElseThrow(() -> error("easing", "has an unknown name, " + Quoted.of(text.value())));
    }
  }

  private Timeline.Bezier bezier() {
    Value value = optional("bezier");
    if (value == null) {
      return null;
    }
    if (!(value instanceof Value.Array array) || array.items().size() != BEZIER_NUMBERS) {
      throw error("bezier", "is not an array of four numbers");
    }
    double[] numbers = new double[BEZIER_NUMBERS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(array.items().get(i));
      if (!Double.isFinite(numbers[i])) {
        throw error("bezier[" + i + "]", "is not a finite number");
      }
    }
    return new Timeline.Bezier(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  private Long optionalTime(String key) {
    Value value = optional(key);
    return value == null ? null : (Long) time(key, value);
  }

  private long time(String key, Value value) {
    double number = number(value);
    if (!Double.isFinite(number)) {
      throw error(key, "is not a finite number");
    } else if (number < 0) {
      throw error(key, "is negative");
    } else if (value instanceof Value.Int time) {
      return time.value();
    } else if (number >= TWO_TO_63) {
      throw error(key, "is too large");
    }
    return Math.round(number);
  }

  /** NaN for what is no number. */
  private static double number(Value value) {
    if (value instanceof Value.Int number) {
      return number.value();
    }
    return value instanceof Value.Float number ? number.value() : Double.NaN;
  }

  private Value required(String key) {
    Value value = map.entries().get(key);
    if (value == null) {
      throw error(key, "is missing");
    }
    return value;
  }

  /** Null also for what a JavaScript client wrote as undefined. */
  private Value optional(String key) {
    Value value = map.entries().get(key);
    return value instanceof Value.Null ? null : value;
  }

  private ProtocolException error(String key, String reason) {
    String where = index == TIMELINE ? key : "keyframes[" + index + "]." + key;
    return new ProtocolException(ErrorCode.INVALID_VALUE, "timeline: " + where + " " + reason);
  }
}
