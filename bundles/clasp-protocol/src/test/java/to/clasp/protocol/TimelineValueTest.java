package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Timeline.Bezier;
import to.clasp.protocol.Timeline.Keyframe;

class TimelineValueTest {
  private static final Value ZERO = Value.of(0.0);

  @Test
  void readsEveryEntry() {
    Value keyframe =
        map(
            "time", Value.of(5),
            "value", Value.of("v"),
            "easing", Value.of("cubic-bezier"),
            "bezier", array(Value.of(0), Value.of(0.5), Value.of(1), Value.of(-2.0)));
    Value value =
        map(
            "keyframes", array(keyframe),
            "loop", Value.of(true),
            "start_time", Value.of(7),
            "duration", Value.of(Long.MAX_VALUE));

    Keyframe expected =
        new Keyframe(5, Value.of("v"), Easing.CUBIC_BEZIER, new Bezier(0, 0.5, 1, -2));
    assertThat(Timeline.parse(value))
        .isEqualTo(new Timeline(List.of(expected), true, 7L, Long.MAX_VALUE));
  }

  @Test
  void readsFloatsForTimesAsJavaScriptSendsThem() {
    Value value =
        map(
            "keyframes", array(keyframe(Value.of(-0.0)), keyframe(Value.of(2_099_999.9999999998))),
            "start_time", Value.of(1.7e15),
            "duration", Value.of(3e6));

    assertThat(Timeline.parse(value))
        .isEqualTo(
            new Timeline(
                List.of(Keyframe.of(0, ZERO), Keyframe.of(2_100_000, ZERO)),
                false,
                1_700_000_000_000_000L,
                3_000_000L));
  }

  @Test
  void nullStandsForWhatIsMissingAndOtherEntriesAreIgnored() {
    Value none = Value.Null.INSTANCE;
    Value keyframe =
        map("time", Value.of(0), "value", none, "easing", none, "bezier", none, "id", ZERO);
    Value value =
        map(
            "keyframes", array(keyframe),
            "loop", none,
            "start_time", none,
            "duration", none,
            "startTime", Value.of("x"));

    assertThat(Timeline.parse(value)).isEqualTo(Timeline.of(Keyframe.of(0, none)));
  }

  @Test
  void acceptsAsManyKeyframesAsAllowedAndNoKeyframes() {
    Value most =
        new Value.Array(Collections.nCopies(Timeline.MAX_KEYFRAMES, keyframe(Value.of(1))));

    assertThat(Timeline.parse(map("keyframes", most)).keyframes()).hasSize(4096);
    assertThat(Timeline.parse(map("keyframes", array()))).isEqualTo(Timeline.of());
  }

  record Wrong(String message, Value value) {}

  static List<Wrong> wrongValues() {
    Value good = keyframe(Value.of(1));
    List<Value> tooMany = Collections.nCopies(Timeline.MAX_KEYFRAMES + 1, good);
    List<Wrong> wrong = new ArrayList<>();
    wrong.add(new Wrong("timeline is not a map", array(good)));
    wrong.add(new Wrong("timeline: keyframes is missing", map("loop", Value.of(true))));
    wrong.add(new Wrong("timeline: keyframes is not an array", map("keyframes", good)));
    wrong.add(
        new Wrong(
            "timeline: keyframes has 4097 items, more than 4096",
            map("keyframes", new Value.Array(tooMany))));
    wrong.add(
        new Wrong(
            "timeline: keyframes[1] is not a map", map("keyframes", array(good, Value.of(1)))));
    wrong.add(
        new Wrong(
            "timeline: keyframes[2].time is before that of the previous keyframe",
            map("keyframes", array(good, keyframe(Value.of(3.0)), keyframe(Value.of(2))))));
    for (String key : List.of("start_time", "duration")) {
      wrong.add(wrong(key, Value.of(-1), "is negative"));
      wrong.add(wrong(key, Value.of(-0.25), "is negative"));
      wrong.add(wrong(key, Value.of(0x1p63), "is too large"));
      wrong.add(wrong(key, Value.of(Double.NaN), "is not a finite number"));
      wrong.add(wrong(key, Value.of("1"), "is not a finite number"));
    }
    wrong.add(wrong("loop", Value.of(1), "is not true or false"));
    return wrong;
  }

  private static Wrong wrong(String key, Value value, String reason) {
    return new Wrong("timeline: " + key + " " + reason, map("keyframes", array(), key, value));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void refusesWhatIsNoTimelineAndNamesTheEntry(Wrong wrong) {
    assertRefused(wrong);
  }

  static List<Wrong> wrongKeyframes() {
    Value number = Value.of(0.5);
    return List.of(
        wrongKeyframe("time", null, "time is missing"),
        wrongKeyframe("time", Value.Null.INSTANCE, "time is not a finite number"),
        wrongKeyframe("time", Value.of(-1), "time is negative"),
        wrongKeyframe("time", Value.of(-1e300), "time is negative"),
        wrongKeyframe("time", Value.of(Double.POSITIVE_INFINITY), "time is not a finite number"),
        wrongKeyframe("time", Value.of(1e19), "time is too large"),
        wrongKeyframe("value", null, "value is missing"),
        wrongKeyframe("easing", Value.of(1), "easing is not a string"),
        wrongKeyframe("easing", Value.of("Linear"), "easing has an unknown name, 'Linear'"),
        wrongKeyframe("easing", Value.of("a\nb"), "easing has an unknown name, 'a?b'"),
        wrongKeyframe("bezier", number, "bezier is not an array of four numbers"),
        wrongKeyframe(
            "bezier", array(number, number, number), "bezier is not an array of four numbers"),
        wrongKeyframe(
            "bezier",
            array(number, number, Value.of("x"), number),
            "bezier[2] is not a finite number"),
        wrongKeyframe(
            "bezier",
            array(number, number, number, Value.of(Double.NaN)),
            "bezier[3] is not a finite number"));
  }

  private static Wrong wrongKeyframe(String key, Value value, String reason) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("time", Value.of(1));
    entries.put("value", ZERO);
    entries.put(key, value);
    entries.values().removeIf(v -> v == null);
    Value keyframes = array(keyframe(Value.of(0)), new Value.Map(entries));
    return new Wrong("timeline: keyframes[1]." + reason, map("keyframes", keyframes));
  }

  @ParameterizedTest
  @MethodSource("wrongKeyframes")
  void refusesAKeyframeThatIsWrongAndNamesItsEntry(Wrong wrong) {
    assertRefused(wrong);
  }

  private static void assertRefused(Wrong wrong) {
    assertThatThrownBy(() -> Timeline.parse(wrong.value()))
        .hasMessage(wrong.message())
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE));
  }

  @ParameterizedTest
  @EnumSource(Easing.class)
  void whatIsWrittenIsReadAgain(Easing easing) {
    Timeline timeline =
        new Timeline(
            List.of(
                new Keyframe(3, Value.of(1), easing, new Bezier(0.1, -0.0, 1e308, 4)),
                Keyframe.of(3, array(Value.Null.INSTANCE), easing)),
            true,
            0L,
            Long.MAX_VALUE);

    assertThat(Timeline.parse(timeline.toValue())).isEqualTo(timeline);
    assertThat(Easing.ofWireName(easing.wireName())).contains(easing);
  }

  @Test
  void whatSaysNothingIsNotWritten() {
    assertThat(Timeline.of(Keyframe.of(0, ZERO)).toValue())
        .isEqualTo(map("keyframes", array(map("time", Value.of(0), "value", ZERO))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LINEAR", "ease_in", "linear "})
  void anEasingOfAnotherSpellingIsUnknown(String name) {
    assertThat(Easing.ofWireName(name)).isEmpty();
  }

  @Test
  void aProgramCannotMakeAnInvalidTimeline() {
    Keyframe late = Keyframe.of(2, ZERO);
    List<Keyframe> tooMany = Collections.nCopies(Timeline.MAX_KEYFRAMES + 1, late);

    assertInvalid(() -> Timeline.of(late, Keyframe.of(1, ZERO)));
    assertInvalid(() -> new Timeline(tooMany, false, null, null));
    assertInvalid(() -> new Timeline(List.of(), false, -1L, null));
    assertInvalid(() -> new Timeline(List.of(), false, null, -1L));
    assertInvalid(() -> Keyframe.of(-1, ZERO));
    assertInvalid(() -> new Bezier(0, Double.NaN, 0, 0));
    assertInvalid(() -> new Bezier(0, 0, 0, Double.NEGATIVE_INFINITY));
  }

  private static void assertInvalid(Runnable code) {
    assertThatThrownBy(code::run).isInstanceOf(IllegalArgumentException.class);
  }

  private static Value keyframe(Value time) {
    return map("time", time, "value", ZERO);
  }

  private static Value array(Value... items) {
    return new Value.Array(List.of(items));
  }

  private static Value.Map map(Object... keysAndValues) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
    }
    return new Value.Map(entries);
  }
}
