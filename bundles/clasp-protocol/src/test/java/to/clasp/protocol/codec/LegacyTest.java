package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.protocol.codec.Pack.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

class LegacyTest {
  private static final Pack.Raw U64_MAX = new Pack.Raw("cfffffffffffffffff");

  @ParameterizedTest
  @CsvSource({
    "7f,127",
    "ff,-1",
    "e0,-32",
    "cc80,128",
    "cdffff,65535",
    "ceffffffff,4294967295",
    "cf7fffffffffffffff,9223372036854775807",
    "d080,-128",
    "d18000,-32768",
    "d280000000,-2147483648",
    "d38000000000000000,-9223372036854775808",
  })
  void readsIntegersOfEveryWidth(String hex, long expected) {
    assertThat(valueOf(new Pack.Raw(hex))).isEqualTo(new Value.Int(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "ca3f400000,0.75",
    "cb3fe8000000000000,0.75",
    "cfffffffffffffffff,1.8446744073709552E19",
    "cf8000000000000000,9.223372036854775808E18",
    "cf8000000000000401,9.223372036854777856E18",
  })
  void readsFloatsAndIntegersThatOnlyAFloatCanHold(String hex, double expected) {
    assertThat(valueOf(new Pack.Raw(hex))).isEqualTo(new Value.Float(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a26869", "d9026869", "da00026869", "db000000026869"})
  void readsStringsOfEveryWidth(String hex) {
    assertThat(valueOf(new Pack.Raw(hex))).isEqualTo(new Value.Text("hi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c40201ff", "c5000201ff", "c60000000201ff"})
  void readsBinaryDataAsBytes(String hex) {
    assertThat(valueOf(new Pack.Raw(hex))).isEqualTo(Value.Bytes.of((byte) 1, (byte) 0xFF));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9102", "dc000102", "dd0000000102"})
  void readsArraysOfEveryWidth(String hex) {
    assertThat(valueOf(new Pack.Raw(hex))).isEqualTo(new Value.Array(List.of(Value.of(2))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1",
        "c70001",
        "c8000001",
        "c90000000001",
        "d40101",
        "810102",
        "a2ff",
        "a1ff",
        "dbffffffff",
        "ddffffffff",
        "dfffffffff",
        "c6ffffffff",
        "cb00"
      })
  void refusesValuesItCannotUnderstand(String hex) {
    assertThatThrownBy(() -> valueOf(new Pack.Raw(hex))).satisfies(LegacyTest::isInvalidMessage);
  }

  private static Value valueOf(Object value) {
    return ((Set) decode(map("type", "SET", "address", "/a", "value", value))).value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d401ff",
        "d80100112233445566778899aabbccddeeff",
        "c70201aabb",
        "c800010102",
        "c9000000000a"
      })
  void passesOverExtensionsInUnknownFields(String hex) {
    Map<String, Object> ping = map("x", new Pack.Raw(hex), "type", "PING");

    assertThat(decode(ping)).isEqualTo(Ping.INSTANCE);
  }

  @Test
  void unsignedFieldsAreExactUpToTheLargest() {
    Set set = (Set) decode(map("type", "SET", "address", "/a", "value", null, "revision", U64_MAX));

    assertThat(set.revision()).isEqualTo(-1L);
    assertThat(set.value()).isEqualTo(Value.Null.INSTANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "revision,ff,is negative", "revision,d2ffffffff,is negative",
        "revision,cb3ff8000000000000,is not an integer",
    "revision,a131,is not an integer", "lock,c0,is not true or false",
        "unlock,01,is not true or false",
    "address,c0,is not a string", "address,01,is not a string", "ttl,a3666f6f,has an unknown name",
    "ttl,80,is missing", "ttl,05,is not a map",
  })
  void refusesFieldsOfTheWrongKindByName(String field, String hex, String reason) {
    Map<String, Object> set = map("type", "SET", "address", "/a", "value", 1);
    set.put(field, new Pack.Raw(hex));

    assertThatThrownBy(() -> decode(set))
        .hasMessageStartingWith("SET: ")
        .hasMessageContaining(reason)
        .satisfies(LegacyTest::isInvalidMessage);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 32, Long.MAX_VALUE})
  void refusesNumbersThatTheFieldCannotHold(long id) {
    assertThatThrownBy(() -> decode(map("type", "UNSUBSCRIBE", "id", id)))
        .hasMessageContaining("id is");
  }

  @Test
  void refusesACodeThatIsTooLargeInsteadOfCuttingIt() {
    assertThatThrownBy(() -> decode(map("type", "ERROR", "code", 65_536, "message", "m")))
        .hasMessageContaining("code is not in the range 0 to 65535");
    assertThatThrownBy(() -> decode(map("type", "HELLO", "version", U64_MAX, "name", "n")))
        .hasMessageContaining("version is not in the range 0 to 255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"address", "value", "type"})
  void namesTheFieldThatIsMissing(String field) {
    Map<String, Object> set = map("type", "SET", "address", "/a", "value", 1);
    set.remove(field);

    assertThatThrownBy(() -> decode(set)).hasMessageContaining(field + " is missing");
  }

  @Test
  void nilMeansAbsentInOptionalFields() {
    Map<String, Object> publish = map("type", "PUBLISH", "address", "/a");
    for (String field :
        List.of(
            "signal",
            "phase",
            "value",
            "payload",
            "samples",
            "timestamp",
            "id",
            "rate",
            "timeline")) {
      publish.put(field, null);
    }

    assertThat(decode(publish))
        .isEqualTo(new Publish("/a", null, null, null, null, null, null, null));
  }

  @Test
  void valueCountsBeforePayload() {
    Map<String, Object> publish = map("type", "PUBLISH", "address", "/a", "payload", 2);

    assertThat(((Publish) decode(publish)).value()).isEqualTo(Value.of(2));
    publish.put("value", 1);
    assertThat(((Publish) decode(publish)).value()).isEqualTo(Value.of(1));
  }

  @Test
  void readsTheTimeToLive() {
    assertThat(ttlOf("Never")).isEqualTo(Ttl.NEVER);
    assertThat(ttlOf(map("Sliding", 5))).isEqualTo(new Ttl(Ttl.Kind.SLIDING, 5));
    assertThat(ttlOf(map("Absolute", 0))).isEqualTo(new Ttl(Ttl.Kind.ABSOLUTE, 0));
    assertThat(ttlOf(null)).isNull();
  }

  private static Ttl ttlOf(Object ttl) {
    return ((Set) decode(map("type", "SET", "address", "/a", "value", 1, "ttl", ttl))).ttl();
  }

  @Test
  void aTimelineBecomesAMapValue() {
    Map<String, Object> keyframe =
        map("time", 5, "value", 1.5, "easing", "cubic-bezier", "bezier", List.of(0, 0.5, 1, 1.0));
    Map<String, Object> timeline =
        map("keyframes", List.of(keyframe), "loop_", true, "start_time", 7, "duration", null);

    Publish publish =
        (Publish) decode(map("type", "PUBLISH", "address", "/a", "timeline", timeline));

    Value expectedKeyframe =
        new Value.Map(
            Map.of(
                "time", Value.of(5),
                "value", Value.of(1.5),
                "easing", Value.of("cubic-bezier"),
                "bezier",
                    new Value.Array(
                        List.of(Value.of(0.0), Value.of(0.5), Value.of(1.0), Value.of(1.0)))));
    assertThat(publish.value())
        .isEqualTo(
            new Value.Map(
                Map.of(
                    "keyframes", new Value.Array(List.of(expectedKeyframe)),
                    "loop", Value.of(true),
                    "start_time", Value.of(7))));
  }

  @ParameterizedTest
  @CsvSource({
    "easing,a16c,easing has an unknown name",
    "bezier,9101,bezier is not a list of four",
    "time,ff,time is negative"
  })
  void refusesAKeyframeThatIsWrong(String field, String hex, String reason) {
    Map<String, Object> keyframe = map("time", 5, "value", 1);
    keyframe.put(field, new Pack.Raw(hex));
    Map<String, Object> timeline = map("keyframes", List.of(keyframe));

    assertThatThrownBy(() -> decode(map("type", "PUBLISH", "address", "/a", "timeline", timeline)))
        .hasMessageContaining(reason);
  }

  @Test
  void theValueOfAKeyframeCountsTheMapsAroundIt() {
    Object deepest = nested(ValueCodec.MAX_DEPTH - 3);
    Publish publish = (Publish) decode(timelineOf(deepest));

    assertThat(FrameCodec.encode(publish)).isNotEmpty();
    assertThatThrownBy(() -> decode(timelineOf(List.of(deepest))))
        .hasMessageContaining("nested deeper than 32");
  }

  private static Map<String, Object> timelineOf(Object value) {
    Map<String, Object> timeline = map("keyframes", List.of(map("time", 0, "value", value)));
    return map("type", "PUBLISH", "address", "/a", "timeline", timeline);
  }

  @Test
  void valuesMayBeNestedThirtyTwoDeepButNotMore() {
    assertThat(valueOf(nested(ValueCodec.MAX_DEPTH))).isInstanceOf(Value.Array.class);
    assertThatThrownBy(() -> valueOf(nested(ValueCodec.MAX_DEPTH + 1)))
        .hasMessageContaining("nested deeper than 32");
    assertThatThrownBy(() -> valueOf(map("k", nested(ValueCodec.MAX_DEPTH))))
        .hasMessageContaining("nested deeper than 32");
  }

  private static Object nested(int depth) {
    Object value = 1;
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  @Test
  void aBundleMayContainABundleButThatOneMayNot() {
    Map<String, Object> innermost = map("type", "BUNDLE", "messages", List.of());
    Map<String, Object> inner = map("type", "BUNDLE", "messages", List.of(map("type", "PING")));
    Map<String, Object> tooDeep = map("type", "BUNDLE", "messages", List.of(innermost));

    assertThat(decode(map("type", "BUNDLE", "messages", List.of(inner, inner)))).isNotNull();
    assertThatThrownBy(() -> decode(map("type", "BUNDLE", "messages", List.of(tooDeep))))
        .hasMessageContaining("bundles nested deeper than 2");
  }

  @Test
  void anArrayIsNoMessage() {
    assertThatThrownBy(() -> Pack.decodeHex("9102")).hasMessageContaining("type 0x91 is unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPLAY", "FEDERATION_SYNC", "set", "NONSENSE"})
  void refusesTypesItDoesNotKnow(String type) {
    assertThatThrownBy(() -> decode(map("type", type))).hasMessageContaining("not supported");
  }

  @Test
  void ofEqualFieldsTheLastCounts() {
    assertThat(Pack.decodeHex("83 a474797065 a450494e47 a178 01 a474797065 a4504f4e47").message())
        .isEqualTo(Pong.INSTANCE);
  }

  @Test
  void manyUnknownFieldsAreNoProblem() {
    List<Object> fields = new ArrayList<>(Arrays.asList("type", "PING"));
    for (int i = 0; i < 5000; i++) {
      fields.add("k" + i);
      fields.add(i);
    }

    assertThat(decode(map(fields.toArray()))).isEqualTo(Ping.INSTANCE);
  }

  private static Message decode(Object object) {
    DecodedFrame frame = Pack.decode(object);
    assertThat(frame.messagePack()).isTrue();
    return frame.message();
  }

  private static void isInvalidMessage(Throwable error) {
    assertThat(error)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }
}
