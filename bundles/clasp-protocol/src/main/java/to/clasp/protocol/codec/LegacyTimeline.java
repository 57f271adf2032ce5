package to.clasp.protocol.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.Easing;
import to.clasp.protocol.Value;

/**
 * The timeline of a legacy PUBLISH, turned into the map that stands for it in the binary encoding.
 */
final class LegacyTimeline {
  /** A keyframe's value stands in the keyframe, which stands in a list, which stands in the map. */
  private static final int DEPTH_OF_VALUE = ValueCodec.MAX_DEPTH - 3;

  private static final int BEZIER_NUMBERS = 4;

  private LegacyTimeline() {}

  static Value read(LegacyFields timeline) {
    timeline.require("keyframes");
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("keyframes", new Value.Array(timeline.list("keyframes", LegacyTimeline::keyframe)));
    if (timeline.has("loop_")) {
      entries.put("loop", Value.of(timeline.flag("loop_")));
    }
    putTime(timeline, "start_time", entries);
    putTime(timeline, "duration", entries);
    return new Value.Map(entries);
  }

  private static Value keyframe(LegacyFields keyframe) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("time", new Value.Int(keyframe.unsigned("time", Long.MAX_VALUE)));
    entries.put("value", keyframe.value("value", DEPTH_OF_VALUE));
    String easing = keyframe.optionalString("easing");
    if (easing != null) {
      if (Easing.ofWireName(easing).isEmpty()) {
        throw keyframe.error("easing", "has an unknown name");
      }
      entries.put("easing", new Value.Text(easing));
    }
    double[] bezier = keyframe.optionalNumbers("bezier");
    if (bezier != null) {
      entries.put("bezier", bezier(bezier, keyframe));
    }
    return new Value.Map(entries);
  }

  private static Value bezier(double[] numbers, LegacyFields keyframe) {
    if (numbers.length != BEZIER_NUMBERS) {
      throw keyframe.error("bezier", "is not a list of four numbers");
    }
    Value[] items = new Value[BEZIER_NUMBERS];
    for (int i = 0; i < items.length; i++) {
      items[i] = new Value.Float(numbers[i]);
    }
    return new Value.Array(List.of(items));
  }

  private static void putTime(LegacyFields timeline, String key, Map<String, Value> entries) {
    Long time = timeline.optionalUnsigned(key, Long.MAX_VALUE);
    if (time != null) {
      entries.put(key, new Value.Int(time));
    }
  }
}
