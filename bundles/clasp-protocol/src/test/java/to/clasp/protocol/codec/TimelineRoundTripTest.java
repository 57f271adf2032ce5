package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.protocol.codec.Pack.map;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Easing;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Timeline.Bezier;
import to.clasp.protocol.Timeline.Keyframe;
import to.clasp.protocol.Value;

/** A timeline survives the encodings. */
class TimelineRoundTripTest {
  private static final Timeline TIMELINE =
      new Timeline(
          List.of(
              Keyframe.of(0, Value.of(0.0), Easing.EASE_IN),
              new Keyframe(
                  500_000, Value.of(80.0), Easing.CUBIC_BEZIER, new Bezier(0.25, 0.1, 0.25, 1)),
              Keyframe.of(1_000_000, Value.of(100.0))),
          true,
          1_700_000_000_000_000L,
          2_000_000L);

  @Test
  void throughTheBinaryEncoding() {
    Publish publish = Publish.of("/fader", SignalType.TIMELINE, TIMELINE.toValue());

    assertThat(Timeline.parse(throughBinary(publish).value())).isEqualTo(TIMELINE);
  }

  @Test
  void fromALegacyClientThroughTheBinaryEncoding() {
    Publish publish = (Publish) Pack.decode(legacyPublish()).message();

    assertThat(publish.signal()).isEqualTo(SignalType.TIMELINE);
    assertThat(Timeline.parse(publish.value())).isEqualTo(TIMELINE);
    assertThat(Timeline.parse(throughBinary(publish).value())).isEqualTo(TIMELINE);
  }

  @Test
  void theMapOfALegacyClientMayStandInTheValueToo() {
    Map<String, Object> keyframe = map("time", 0.0, "value", 1, "easing", "step", "bezier", null);
    Map<String, Object> value = map("keyframes", List.of(keyframe), "loop", null);
    Map<String, Object> publish = map("type", "PUBLISH", "address", "/fader", "value", value);

    assertThat(Timeline.parse(((Publish) Pack.decode(publish).message()).value()))
        .isEqualTo(Timeline.of(Keyframe.of(0, Value.of(1), Easing.STEP)));
  }

  @Test
  void everyBinaryFrameHoldsFewEnoughKeyframes() {
    // The smallest keyframe has a time in one byte and a value in none.
    int smallest = Short.BYTES + "time".length() + 2 + Short.BYTES + "value".length() + 1 + 3;

    assertThat(0xFFFF / smallest).isLessThan(Timeline.MAX_KEYFRAMES);
  }

  @Test
  void aThousandKeyframesFitAFrame() {
    List<Keyframe> keyframes = Collections.nCopies(1_000, Keyframe.of(5, Value.of(0.5)));
    Timeline timeline = new Timeline(keyframes, false, null, null);
    Publish publish = Publish.of("/fader", SignalType.TIMELINE, timeline.toValue());

    assertThat(Timeline.parse(throughBinary(publish).value())).isEqualTo(timeline);
  }

  private static Map<String, Object> legacyPublish() {
    List<Object> keyframes =
        List.of(
            map("time", 0, "value", 0.0, "easing", "ease-in"),
            map(
                "time",
                500_000,
                "value",
                80.0,
                "easing",
                "cubic-bezier",
                "bezier",
                List.of(0.25, 0.1, 0.25, 1)),
            map("time", 1_000_000L, "value", 100.0));
    Map<String, Object> timeline =
        map(
            "keyframes",
            keyframes,
            "loop_",
            true,
            "start_time",
            1_700_000_000_000_000L,
            "duration",
            2_000_000);
    return map("type", "PUBLISH", "address", "/fader", "signal", "timeline", "timeline", timeline);
  }

  private static Publish throughBinary(Publish publish) {
    byte[] frame = FrameCodec.encode(publish);
    return (Publish) FrameCodec.decode(frame, 0, frame.length).message();
  }
}
