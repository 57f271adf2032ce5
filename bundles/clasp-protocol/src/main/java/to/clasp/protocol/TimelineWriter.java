package to.clasp.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a timeline into the map that stands for it on the wire. */
final class TimelineWriter {
  private TimelineWriter() {}

  static Value.Map write(Timeline timeline) {
    Map<String, Value> entries = new LinkedHashMap<>();
    List<Value> keyframes = timeline.keyframes().stream().map(TimelineWriter::keyframe).toList();
    entries.put("keyframes", new Value.Array(keyframes));
    if (timeline.loop()) {
      entries.put("loop", Value.Bool.TRUE);
    }
    if (timeline.startTime() != null) {
      entries.put("start_time", new Value.Int(timeline.startTime()));
    }
    if (timeline.duration() != null) {
      entries.put("duration", new Value.Int(timeline.duration()));
    }
    return new Value.Map(entries);
  }

  private static Value keyframe(Timeline.Keyframe keyframe) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("time", new Value.Int(keyframe.time()));
    entries.put("value", keyframe.value());
    if (keyframe.easing() != Easing.LINEAR) {
      entries.put("easing", new Value.Text(keyframe.easing().wireName()));
    }
    if (keyframe.bezier() != null) {
      entries.put("bezier", bezier(keyframe.bezier()));
    }
    return new Value.Map(entries);
  }

  private static Value bezier(Timeline.Bezier bezier) {
    return new Value.Array(
        List.of(
            Value.of(bezier.x1()),
            Value.of(bezier.y1()),
            Value.of(bezier.x2()),
            Value.of(bezier.y2())));
  }
}
