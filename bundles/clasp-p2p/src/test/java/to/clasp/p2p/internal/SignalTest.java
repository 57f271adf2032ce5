package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.protocol.Value;

/** Protocol part 10.2. */
class SignalTest {
  static Stream<Signal> signals() {
    return Stream.of(
        new Signal.Offer("a-b-1", "v=0", Set.of("clasp-p2p-1")),
        new Signal.Answer("a-b-1", "v=0", Set.of()),
        new Signal.Candidate("a-b-1", new IceCandidate("candidate:1 \"x\"", "0", 2)),
        new Signal.Connected("a-b-1"),
        new Signal.Disconnected("a-b-1", "User requested disconnect"),
        new Signal.Hello(Set.of("webrtc")));
  }

  @ParameterizedTest
  @MethodSource("signals")
  void whatIsWrittenIsRead(Signal signal) {
    assertThat(SignalReader.read(signal.toValue("a"))).isEqualTo(signal);
    assertThat(SignalReader.from(signal.toValue("a"))).isEqualTo("a");
  }

  @Test
  void theKeysAreThoseOfTheProtocol() {
    Value.Map offer = new Signal.Offer("c", "s", Set.of()).toValue("a");
    Value.Map candidate =
        new Signal.Candidate("c", new IceCandidate("candidate:1", "", 0)).toValue("a");

    assertThat(offer.entries().keySet()).startsWith("type", "from", "sdp", "correlation_id");
    assertThat(candidate.entries().get("candidate"))
        .isEqualTo(
            Value.of(
                "{\"candidate\":\"candidate:1\",\"sdpMid\":\"\",\"sdpMLineIndex\":0,"
                    + "\"usernameFragment\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"candidate\":\"x\",\"sdpMid\":null,\"sdpMLineIndex\":null}",
        "{\"candidate\":\"x\"}",
        "{\"other\":{\"a\":[1]},\"candidate\":\"x\",\"sdpMLineIndex\":0}"
      })
  void keysOfACandidateMayBeNullOrMissing(String json) {
    assertThat(CandidateText.read(json)).isEqualTo(new IceCandidate("x", "", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "x", "{\"candidate\":", "7"})
  void aCandidateThatIsNoneIsTold(String json) {
    assertThatThrownBy(() -> CandidateText.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("candidate");
  }

  @Test
  void aSignalWithoutWhatItNeedsIsTold() {
    assertThatThrownBy(() -> SignalReader.read(map("type", "offer")))
        .hasMessageContaining("correlation_id");
    assertThatThrownBy(() -> SignalReader.read(map("type", "relay"))).hasMessageContaining("data");
    assertThatThrownBy(() -> SignalReader.read(map("type", "x".repeat(5000))))
        .hasMessageContaining("type");
    assertThat(SignalReader.read(map("type", "of another version"))).isNull();
  }

  @Test
  void aReasonOfAPeerCannotFillTheLog() {
    Value.Map signal = new Signal.Disconnected("c", "line\nline " + "x".repeat(5000)).toValue("a");

    String reason = ((Signal.Disconnected) SignalReader.read(signal)).reason();

    assertThat(reason).hasSize(200).startsWith("line line");
  }

  private static Value.Map map(String key, String value) {
    return new Value.Map(Map.of(key, Value.of(value)));
  }
}
