package to.clasp.protocol.codec;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Result;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalMeta;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;

class EncodingLimitsTest {
  private static final int BEYOND = 65_536;

  @Test
  void aPayloadMayFillTheFrameButNotMore() {
    // Type, flags, two lengths and the address take eight bytes.
    Set largest = Set.of("/a", Value.of("x".repeat(FrameCodec.MAX_PAYLOAD - 8)));
    Set tooLarge = Set.of("/a", Value.of("x".repeat(FrameCodec.MAX_PAYLOAD - 7)));

    assertThat(FrameCodec.encode(largest)).hasSize(4 + FrameCodec.MAX_PAYLOAD);
    assertThat(FrameCodec.encode(largest, new FrameOptions(Qos.FIRE, 1L)))
        .hasSize(FrameCodec.MAX_FRAME);
    assertRefused(() -> FrameCodec.encode(tooLarge), "/a", "payload exceeds the limit of 65535");
    assertRefused(() -> FrameCodec.payloadSize(tooLarge), "/a", "limit of 65535");
  }

  static Stream<Message> tooLarge() {
    String text = "x".repeat(BEYOND);
    Value nothing = Value.Null.INSTANCE;
    Map<String, Value> entries = new HashMap<>();
    for (int i = 0; i < BEYOND; i++) {
      entries.put(Integer.toString(i), nothing);
    }
    Signal signal = new Signal("/a", SignalType.PARAM, null, null, null);
    SignalMeta meta = new SignalMeta(text, null, null, null);
    return Stream.of(
        Set.of(text, nothing),
        Set.of("/a", Value.of(text)),
        Set.of("/a", Value.Bytes.of(new byte[BEYOND])),
        Set.of("/a", new Value.Array(Collections.nCopies(BEYOND, nothing))),
        Set.of("/a", new Value.Map(entries)),
        Set.of("/a", new Value.Map(Map.of(text, nothing))),
        new Publish("/a", null, null, null, Samples.of(new double[BEYOND]), null, null, null),
        new Hello(1, Features.ALL, "n", text),
        new Announce("/a", Collections.nCopies(BEYOND, signal)),
        new Announce("/a", List.of(new Signal("/a", SignalType.PARAM, null, null, meta))),
        new Result(Collections.nCopies(BEYOND, signal)),
        new Snapshot(Collections.nCopies(BEYOND, new Snapshot.Entry("", nothing, 1, null, null))),
        new Bundle(null, Collections.nCopies(BEYOND, Ping.INSTANCE)),
        new ErrorMessage(400, text, null, null),
        new Ack(text, null, null, null, null));
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void nothingIsEverCut(Message message) {
    assertThatThrownBy(() -> FrameCodec.encode(message))
        .hasMessageMatching(".+ (of|with) 65536 (bytes|elements) exceeds the limit of 65535")
        .satisfies(EncodingLimitsTest::isInvalidValue);
  }

  static Stream<Message> outOfRange() {
    SubscribeOptions rate = new SubscribeOptions(-1L, null, null, null);
    return Stream.of(
        new Unsubscribe(-1),
        new Unsubscribe(1L << 32),
        new Subscribe(1, "/a", Features.NONE, rate),
        new Publish("/a", SignalType.EVENT, null, null, null, null, -1L, null),
        new Publish("/a", SignalType.EVENT, null, null, null, null, null, 1L << 32),
        new Hello(256, Features.NONE, "n", null),
        new Hello(-1, Features.NONE, "n", null),
        new ErrorMessage(BEYOND, "m", null, null),
        new ErrorMessage(-1, "m", null, null),
        new Ack(null, null, null, null, -1L));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void refusesNumbersThatTheFieldCannotHold(Message message) {
    assertThatThrownBy(() -> FrameCodec.encode(message))
        .hasMessageContaining("is not in the range 0 to")
        .satisfies(EncodingLimitsTest::isInvalidValue);
  }

  @Test
  void valuesMayBeNestedThirtyTwoDeepButNotMore() {
    Message atLimit = Set.of("/a", nested(ValueCodec.MAX_DEPTH));

    byte[] frame = FrameCodec.encode(atLimit);
    assertThat(FrameCodec.decode(frame, 0, frame.length).message()).isEqualTo(atLimit);
    assertRefused(
        () -> FrameCodec.encode(Set.of("/a", nested(ValueCodec.MAX_DEPTH + 1))),
        "/a",
        "nested deeper than 32");
  }

  @Test
  void aFrameMayNotHoldDeeperValuesEither() {
    String atLimit = "0a0001".repeat(ValueCodec.MAX_DEPTH) + "00";

    assertThat(Pack.decodeHex("20200000" + "01" + atLimit).message()).isInstanceOf(Publish.class);
    assertThatThrownBy(() -> Pack.decodeHex("20200000" + "01" + "0b00010000" + atLimit))
        .hasMessageContaining("nested deeper than 32");
  }

  private static Value nested(int depth) {
    Value value = Value.of(1);
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? new Value.Array(List.of(value)) : new Value.Map(Map.of("k", value));
    }
    return value;
  }

  @Test
  void valuesThatShareTheirPartsCannotKeepTheEncoderBusy() {
    Value value = Value.of(true);
    for (int i = 0; i < ValueCodec.MAX_DEPTH; i++) {
      value = new Value.Array(List.of(value, value, value, value));
    }
    Set huge = Set.of("/a", value);

    assertTimeoutPreemptively(
        ofSeconds(20), () -> assertRefused(() -> FrameCodec.encode(huge), "/a", "limit of 65535"));
  }

  @Test
  void aBundleMayContainABundleButThatOneMayNot() {
    Bundle inner = new Bundle(1L, List.of(Ping.INSTANCE));
    Bundle allowed = new Bundle(null, List.of(Ping.INSTANCE, inner, inner));

    byte[] frame = FrameCodec.encode(allowed);
    assertThat(FrameCodec.decode(frame, 0, frame.length).message()).isEqualTo(allowed);
    assertThatThrownBy(() -> FrameCodec.encode(new Bundle(null, List.of(allowed))))
        .hasMessageContaining("bundles are nested deeper than 2")
        .satisfies(EncodingLimitsTest::isInvalidValue);
  }

  private static void assertRefused(ThrowingCallable call, String address, String text) {
    assertThatThrownBy(call)
        .hasMessageContaining(text)
        .satisfies(EncodingLimitsTest::isInvalidValue)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.address()).isEqualTo(address));
  }

  private static void isInvalidValue(Throwable error) {
    assertThat(error)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VALUE));
  }
}
