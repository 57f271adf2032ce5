package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;

class VectorTest {
  /**
   * Vectors whose frame has lost the timeline that their message has. Ours is a value of the
   * message, so a frame without it is not the same message.
   */
  private static final java.util.Set<String> TIMELINE_IS_LOST =
      java.util.Set.of("publish-timeline-lost", "rust-publish-timeline");

  /** Three bundles inside each other; we allow two. */
  private static final String TOO_DEEP = "dec-bundle-nested-ok";

  /**
   * Vectors whose message is only the view of a JavaScript client that misreads the frame, with
   * what the frame says.
   */
  private static final Map<String, String> CORRECTED =
      Map.of(
          // The client chokes on the trailing bytes, which mean nothing.
          "legacy-set-trailing", "{'type':'PING'}",
          // The client drops the character U+FEFF, which is the whole string.
          "dec-bom", "{'type':'SET','address':'','value':'\uFEFF'}",
          // The client is of release 3, which passes over the time to live.
          "dec-set-v4-ttl-seen-by-v3",
              "{'type':'SET','address':'/v','value':1,'ttl':{'Sliding':35}}");

  /** REPLAY and FEDERATION_SYNC, which we do not support. */
  private static boolean isUnsupported(Vector vector) {
    String type = vector.message().path("type").asText();
    return type.equals("REPLAY") || type.equals("FEDERATION_SYNC");
  }

  static Stream<Vector> decodable() {
    return Vector.all().stream()
        .filter(v -> v.decodes() && !TIMELINE_IS_LOST.contains(v.name()))
        .filter(v -> !v.name().equals(TOO_DEEP));
  }

  static Stream<Vector> reproducible() {
    return Vector.all().stream()
        .filter(Vector::reencodesSame)
        .filter(v -> !v.name().equals(TOO_DEEP));
  }

  static Stream<Vector> undecodable() {
    return Vector.all().stream().filter(v -> !v.decodes());
  }

  static Stream<Vector> unsupported() {
    return Vector.all().stream().filter(VectorTest::isUnsupported);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decodable")
  void decodesToTheMessage(Vector vector) throws JsonProcessingException {
    assertThat(decode(vector).message()).isEqualTo(ExpectedMessage.of(vector, messageOf(vector)));
  }

  private static JsonNode messageOf(Vector vector) throws JsonProcessingException {
    String corrected = CORRECTED.get(vector.name());
    return corrected == null
        ? vector.message()
        : new ObjectMapper().readTree(corrected.replace('\'', '"'));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decodable")
  void tellsTheEncoding(Vector vector) {
    assertThat(decode(vector).messagePack()).isEqualTo(vector.encoder().contains("msgpack"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reproducible")
  void encodesToTheSameBytes(Vector vector) {
    DecodedFrame frame = decode(vector);

    assertThat(FrameCodec.encode(frame.message(), frame.options()))
        .asHexString()
        .isEqualTo(
            vector.json().get("framed") == null ? hex(vector.frame()) : hex(reframed(vector)));
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** Seeds of the reference's fuzzer carry other version bits than every encoder writes. */
  private static byte[] reframed(Vector vector) {
    byte[] frame = vector.frame();
    frame[1] = 0x01;
    return frame;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undecodable")
  void refusesWithACleanError(Vector vector) {
    assertThatThrownBy(() -> decode(vector))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isIn(ErrorCode.INVALID_FRAME, ErrorCode.INVALID_MESSAGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  void saysThatALaterMessageIsNotSupported(Vector vector) {
    assertThatThrownBy(() -> decode(vector)).hasMessageContaining("not supported");
  }

  @Test
  void refusesBundlesNestedDeeperThanTwo() {
    assertThatThrownBy(() -> decode(Vector.named(TOO_DEEP)))
        .hasMessageContaining("bundles nested deeper than 2");
  }

  @Test
  void everyExceptionIsStillOne() {
    for (String name : TIMELINE_IS_LOST) {
      Vector vector = Vector.named(name);
      assertThat(decode(vector).message())
          .isNotEqualTo(ExpectedMessage.of(vector, vector.message()));
    }
    for (String name : CORRECTED.keySet()) {
      Vector vector = Vector.named(name);
      assertThat(vector.message().isNull() ? null : ExpectedMessage.of(vector, vector.message()))
          .isNotEqualTo(decode(vector).message());
    }
  }

  private static DecodedFrame decode(Vector vector) {
    byte[] frame = vector.frame();
    DecodedFrame decoded = FrameCodec.decode(frame, 0, frame.length);
    Message message = decoded.message();
    assertThat(message).isNotNull();
    return decoded;
  }
}
