package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;

class FrameCodecTest {
  static Stream<Arguments> defaultQos() {
    return Stream.of(
        Arguments.of(Set.of("/a", Value.of(1)), Qos.CONFIRM),
        Arguments.of(Publish.of("/a", SignalType.PARAM, null), Qos.CONFIRM),
        Arguments.of(Publish.of("/a", SignalType.EVENT, null), Qos.CONFIRM),
        Arguments.of(Publish.of("/a", SignalType.STREAM, null), Qos.FIRE),
        Arguments.of(Publish.of("/a", SignalType.GESTURE, null), Qos.FIRE),
        Arguments.of(Publish.of("/a", SignalType.TIMELINE, null), Qos.COMMIT),
        Arguments.of(Publish.of("/a", null, null), Qos.FIRE),
        Arguments.of(new Subscribe(1, "/a", Features.NONE, SubscribeOptions.NONE), Qos.CONFIRM),
        Arguments.of(new Bundle(null, List.of()), Qos.COMMIT),
        Arguments.of(new Get("/a"), Qos.FIRE),
        Arguments.of(Ping.INSTANCE, Qos.FIRE));
  }

  @ParameterizedTest
  @MethodSource("defaultQos")
  void writesTheQualityOfServiceThatIsUsualForTheMessage(Message message, Qos expected) {
    byte[] frame = FrameCodec.encode(message);

    assertThat(FrameCodec.decode(frame, 0, frame.length).options())
        .isEqualTo(new FrameOptions(expected, null));
  }

  @Test
  void aMissingSignalIsWrittenAsEventAndAMissingPhaseAsStart() {
    Publish bare = new Publish("/a", null, null, null, null, null, null, null);

    assertThat(roundTrip(bare)).isEqualTo(Publish.of("/a", SignalType.EVENT, null));
  }

  @Test
  void readsAFrameInTheMiddleOfAnArray() {
    byte[] frame = FrameCodec.encode(new Get("/a/b"));
    byte[] buffer = new byte[frame.length + 20];
    Arrays.fill(buffer, (byte) 0xEE);
    System.arraycopy(frame, 0, buffer, 10, frame.length);

    assertThat(FrameCodec.decode(buffer, 10, frame.length + 5).message())
        .isEqualTo(new Get("/a/b"));
  }

  @Test
  void neverReadsBytesBeyondTheGivenPart() {
    byte[] frame = FrameCodec.encode(new Get("/a/b"));

    assertThatThrownBy(() -> FrameCodec.decode(frame, 0, frame.length - 1))
        .hasMessageContaining("frame of 11 bytes has only 10");
    assertThatThrownBy(() -> FrameCodec.decode(frame, 5, frame.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',-1",
    "53,-1",
    "530100,-1",
    "53010000,4",
    "53010001,5",
    "5301ffff,65539",
    "5321ffff,65547",
    "53210001,13",
    "53010001 41 53,5",
  })
  void tellsTheLengthOfAFrameFromItsHeader(String hex, int expected) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(FrameCodec.frameLength(bytes, 0, bytes.length)).isEqualTo(expected);
  }

  @Test
  void recognisesThatNoFrameBeginsByTheFirstByte() {
    assertThatThrownBy(() -> FrameCodec.frameLength(new byte[] {0x47, 0x45}, 0, 2))
        .hasMessageContaining("0x47")
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FRAME));
  }

  @ParameterizedTest
  @CsvSource({
    "21 07 0005 2f61,SET: address is cut off: 5 bytes needed: 2 left (byte 4 of the payload)",
    "21 07 0002 2f61 00,SET: value is cut off: 8 bytes needed: 1 left (byte 6 of the payload)",
    "21 8c 0002 2f61,SET: value has the unknown type 0xc (byte 6 of the payload)",
    "23 ffff 0000,SNAPSHOT: params should be 65535 but only 2 bytes follow (byte 3 of the payload)",
    "20 40 0000 02 0002 00,PUBLISH: samples should be 2 but only 1 bytes follow (byte 7 of the payload)",
    "30 00 0001 0003 22 0009,GET: address is cut off: 9 bytes needed: 0 left (byte 9 of the payload)",
    "7f,payload: type 0x7f is unknown (byte 1 of the payload)",
    "24 00,payload: type REPLAY is not supported (byte 1 of the payload)",
    "04 01,payload: type FEDERATION_SYNC is not supported (byte 1 of the payload)",
    "'',payload: type is cut off: 1 bytes needed: 0 left (byte 0 of the payload)",
    "22 0002 c328,GET: address is not valid UTF-8 (byte 3 of the payload)",
  })
  void namesWhatIsWrong(String payload, String text) {
    assertThatThrownBy(() -> Pack.decodeHex(payload))
        .hasMessage(text.replace("needed:", "needed,"))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c3",
        "c328",
        "e08080",
        "e09fbf",
        "e282",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "f09f8e",
        "4141414141414141c3"
      })
  void refusesMalformedUtf8(String bytes) {
    String length = "%04x".formatted(bytes.length() / 2);

    assertThatThrownBy(() -> Pack.decodeHex("22" + length + bytes)).hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "12345678",
        "123456789",
        "\u0080",
        "\u07FF",
        "\u0800",
        "\uD7FF",
        "\uE000",
        "\uFFFF",
        "\uD800\uDC00",
        "\uDBFF\uDFFF",
        "\uFEFFbom",
        "Grüße 世界 🎚",
        "12345678ü",
        "\u0000"
      })
  void keepsEveryString(String text) {
    assertThat(roundTrip(new Get(text))).isEqualTo(new Get(text));
  }

  /** The low byte of the letter Ł is that of A, so that it could be taken for ASCII. */
  @ParameterizedTest
  @ValueSource(strings = {"ascii", "é", "Ł", "世界"})
  void keepsEveryStringBesideOthersAndInsideABundle(String text) {
    Value map = new Value.Map(Map.of("key", Value.of(text), text + "?", Value.of("value")));
    List<Message> parts = List.of(Set.of("/a", map), Set.of("/" + text, Value.of("last")));
    Message message = new Bundle(17L, parts);
    FrameOptions options = new FrameOptions(Qos.COMMIT, 4711L);
    byte[] frame = FrameCodec.encode(message, options);

    assertThat(FrameCodec.decode(frame, 0, frame.length))
        .isEqualTo(new DecodedFrame(message, options, false));
  }

  @ParameterizedTest
  @CsvSource({"a\uD83Cb,a\uFFFDb", "\uDFB5,\uFFFD", "\uD83C,\uFFFD", "\uDFB5\uD83C,\uFFFD\uFFFD"})
  void writesHalfASurrogatePairAsReplacementCharacter(String text, String expected) {
    assertThat(roundTrip(new Get(text))).isEqualTo(new Get(expected));
  }

  @Test
  void acceptsTheHelloAndTheWelcomeOfSmallDevices() {
    assertThat(Pack.decodeHex("01 01 c0 0001 61").message())
        .isEqualTo(new Hello(1, Features.of(SignalType.PARAM, SignalType.EVENT), "a", null));
    assertThat(Pack.decodeHex("02 01 80 0000000000000000 0001 73 0001 6d").message())
        .isEqualTo(new Welcome(1, Features.of(SignalType.PARAM), 0, "s", "m", null));
    assertThat(Pack.decodeHex("02 01 80 0000000000000000 0001 73").message())
        .isEqualTo(new Welcome(1, Features.of(SignalType.PARAM), 0, "s", "", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01 01 c0", "01 01 c0 0001 61 00", "01 01 c0 0001 61 0002 74"})
  void refusesAHelloThatIsCutInsideAField(String payload) {
    assertThatThrownBy(() -> Pack.decodeHex(payload)).hasMessageContaining("is cut off");
  }

  @Test
  void readsAndWritesTheTimeToLive() {
    for (Ttl ttl :
        List.of(
            Ttl.NEVER,
            new Ttl(Ttl.Kind.SLIDING, Integer.MAX_VALUE),
            new Ttl(Ttl.Kind.ABSOLUTE, 0),
            new Ttl(Ttl.Kind.ABSOLUTE, Integer.MAX_VALUE))) {
      Set set = new Set("/a", Value.of(1), 5L, false, false, ttl);
      assertThat(roundTrip(set)).isEqualTo(set);
    }
  }

  @Test
  void computesTheSizeOfEveryMessageBeforeItIsWritten() {
    for (Vector vector : VectorTest.decodable().toList()) {
      byte[] frame = vector.frame();
      Message message = FrameCodec.decode(frame, 0, frame.length).message();

      assertThat(FrameCodec.payloadSize(message))
          .as(vector.name())
          .isEqualTo(FrameCodec.encode(message).length - 4);
    }
  }

  @Test
  void theSizeOfASnapshotIsTheSumOfItsParams() {
    Snapshot.Entry small = new Snapshot.Entry("/a", Value.Null.INSTANCE, 1, null, null);
    Snapshot.Entry large = new Snapshot.Entry("/ü", Value.of("é"), -1, "w", 5L);

    assertThat(FrameCodec.payloadSize(new Snapshot(List.of(small, large))))
        .isEqualTo(
            FrameCodec.payloadSize(Snapshot.EMPTY)
                + FrameCodec.payloadSize(small)
                + FrameCodec.payloadSize(large));
  }

  @Test
  void carriesPhaseAndIdOfEverySignal() {
    for (Phase phase : Phase.values()) {
      Publish publish =
          new Publish("/a", SignalType.GESTURE, phase, null, null, -1L, 0xFFFF_FFFFL, 0L);
      assertThat(roundTrip(publish)).isEqualTo(publish);
    }
  }

  private static Message roundTrip(Message message) {
    byte[] frame = FrameCodec.encode(message);
    return FrameCodec.decode(frame, 0, frame.length).message();
  }
}
