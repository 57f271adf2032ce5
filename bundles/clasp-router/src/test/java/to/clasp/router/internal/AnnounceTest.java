package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Query;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalMeta;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol 8.5: announced signals, and the range that they may have. */
class AnnounceTest {
  private final ManualTime time = new ManualTime();
  private final RouterFixture router =
      time.router(Map.of("maxSignals", 20_000, "signalTtlSeconds", 100));
  private final RawClient client = router.client("client");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void anAnnouncementIsAcknowledgedWithItsNamespaceAndToldToNobody() {
    RawClient other = router.client("other");

    client.send(new Announce("/n", List.of(signal("/n/a"))));

    assertThat(client.expect(Ack.class)).isEqualTo(new Ack("/n", null, null, null, null));
    other.expectNothing();
  }

  @Test
  void aQueryFindsWhatMatchesWithoutMeta() {
    Signal full =
        new Signal(
            "/n/a", SignalType.STREAM, "f32", "rw", new SignalMeta("dB", null, null, "loud"));
    announce(full, signal("/n/b/c"), signal("/m/a"));

    assertThat(query("/n/*"))
        .containsExactly(new Signal("/n/a", SignalType.STREAM, "f32", "rw", null));
    assertThat(query("/**")).hasSize(3);
    assertThat(query("/m/a")).containsExactly(signal("/m/a"));
    assertThat(query("/nothing/here")).isEmpty();
    assertThat(query("/nothing/**")).isEmpty();
  }

  @Test
  void aSignalAnnouncedAgainIsReplaced() {
    announce(signal("/a"));
    Signal again = new Signal("/a", SignalType.EVENT, "bang", null, null);

    announce(again, again);

    assertThat(query("/**")).containsExactly(again);
  }

  @Test
  void aResultThatNeedsMoreThanOneFrameIsGivenInSeveralThatFit() {
    java.util.Set<String> addresses = new HashSet<>();
    for (int i = 0; i < 20_000; i += 1000) {
      Signal[] signals = new Signal[1000];
      for (int j = 0; j < signals.length; j++) {
        signals[j] = signal("/long/address/of/a/signal/" + (i + j));
        addresses.add(signals[j].address());
      }
      announce(signals);
    }

    client.send(new Query("/long/**"));

    List<Message> results = client.drain();
    assertThat(results).hasSizeBetween(10, 15);
    assertThat(results)
        .allMatch(message -> FrameCodec.payloadSize(message) <= FrameCodec.MAX_PAYLOAD);
    List<String> found =
        results.stream()
            .flatMap(message -> ((Result) message).signals().stream())
            .map(Signal::address)
            .toList();
    assertThat(found).hasSize(addresses.size());
    assertThat(new HashSet<>(found)).isEqualTo(addresses);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "/n/*", "/n//a"})
  void anInvalidAddressIsError200AndNothingOfItsAnnouncementIsKept(String address) {
    client.send(new Announce("/n", List.of(signal("/n/a"), signal(address))));

    assertError(ErrorCode.INVALID_ADDRESS, address);
    assertThat(query("/**")).isEmpty();
  }

  @Test
  void anInvalidPatternIsError202() {
    client.send(new Query("n/**"));

    assertError(ErrorCode.PATTERN_ERROR, "n/**");
  }

  @Test
  void whoMayNotWriteASignalMayNotAnnounceItAndWhoMayNotReadItDoesNotFindIt() {
    Grant grant =
        new Grant("guest", List.of(Scope.parse("write:/mine/**"), Scope.parse("read:/open/**")));
    Authenticator guests = credentials -> CompletableFuture.completedStage(grant);
    try (RouterFixture guarded =
        new RouterFixture(time.core(Map.of()), guests, new MemoryTransport())) {
      RawClient guest = guarded.client("guest");
      guest.send(new Announce("/", List.of(signal("/mine/a"), signal("/open/a"))));
      assertThat(guest.expect(ErrorMessage.class))
          .extracting(ErrorMessage::code, ErrorMessage::address)
          .containsExactly(301, "/open/a");

      guest.send(new Announce("/", List.of(signal("/mine/a")))).expect(Ack.class);
      try (MemoryTransport open = new MemoryTransport()) {
        RawClient owner =
            RawClient.connect(open, open.start(new Acceptor(guarded.core, RouterFixture.OPEN)));
        owner.hello("owner");
        owner
            .send(new Announce("/", List.of(signal("/open/b"), signal("/secret/b"))))
            .expect(Ack.class);
      }

      guest.send(new Query("/**"), new Query("/secret/b"));

      assertThat(guest.expect(Result.class).signals())
          .containsExactlyInAnyOrder(signal("/mine/a"), signal("/open/b"));
      assertThat(guest.expect(Result.class).signals()).isEmpty();
    }
  }

  @Test
  void aSignalTooManyIsRefusedWithItsWholeAnnouncementAndOthersCanBeRenewed() {
    try (RouterFixture small = time.router(Map.of("maxSignals", 2))) {
      RawClient announcer = small.client("announcer");
      announcer.send(new Announce("/", List.of(signal("/a")))).expect(Ack.class);

      announcer.send(new Announce("/", List.of(signal("/b"), signal("/a"), signal("/c"))));

      ErrorMessage error = announcer.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(400);
      assertThat(error.address()).isEqualTo("/c");
      assertThat(error.message()).contains("2 announced signals");
      announcer.send(new Announce("/", List.of(signal("/b"), signal("/a")))).expect(Ack.class);
    }
  }

  @Test
  void noLimitMeansAnyNumberOfSignals() {
    try (RouterFixture unlimited = time.router(Map.of("maxSignals", 0))) {
      RawClient announcer = unlimited.client("announcer");
      announcer.send(new Announce("/", List.of(signal("/a"), signal("/b")))).expect(Ack.class);
    }
  }

  @Test
  void aSignalEndsWhenItsTimeIsOverUnlessItIsAnnouncedAgain() {
    announce(signal("/a"), signal("/b"));
    time.pass(router.core, 90);
    announce(signal("/b"));
    time.pass(router.core, 10);
    assertThat(query("/**")).as("not before its time").hasSize(2);
    time.pass(router.core, 26);

    assertThat(query("/**")).containsExactly(signal("/b"));

    time.pass(router.core, 100);
    assertThat(query("/**")).isEmpty();
  }

  @Test
  void withoutATimeSignalsStay() {
    router.core.modified(RouterFixture.config(Map.of("signalTtlSeconds", 0)));
    announce(signal("/a"));

    time.pass(router.core, 10_000);

    assertThat(query("/a")).hasSize(1);
  }

  @Test
  void theRuleOfASignalEndsWithIt() {
    announce(ranged("/a", 0, 1));
    client.send(Set.of("/a", Value.of(2))).expect(ErrorMessage.class);

    time.pass(router.core, 130);

    client.send(Set.of("/a", Value.of(2))).expect(Ack.class);
  }

  @Test
  void aValueOutsideTheAnnouncedRangeIsError402WithRangeAndValue() {
    client.send(Set.of("/a", Value.of(7))).expect(Ack.class);
    announce(ranged("/a", -1, 2.5));

    for (Value value : List.of(Value.of(2.6), Value.of(-2), Value.of(Double.NaN))) {
      client.send(Set.of("/a", value));
      assertThat(assertError(ErrorCode.INVALID_VALUE, "/a"))
          .contains("-1.0 to 2.5")
          .containsAnyOf("2.6", "-2", "NaN");
    }

    for (Value value : List.of(Value.of(2.5), Value.of(-1), Value.of("text"), Value.of(true))) {
      client.send(Set.of("/a", value)).expect(Ack.class);
    }
  }

  @Test
  void everyNumberOfAnArrayHasToBeInTheAnnouncedRange() {
    announce(ranged("/a", 0, 1));

    client.send(Set.of("/a", array(Value.of(0.5), Value.of(1), Value.of("x")))).expect(Ack.class);
    client.send(Set.of("/a", array(Value.of(0.5), Value.of(1.5))));

    assertThat(assertError(ErrorCode.INVALID_VALUE, "/a")).contains("element 1", "1.5");
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    for (Signal signal : List.of(ranged("/a", 1, 0), ranged("/a", Double.NaN, 1))) {
      client.send(new Announce("/", List.of(signal)));
      assertError(ErrorCode.INVALID_VALUE, "/a");
    }
  }

  @Test
  void anUnknownStrategyIsRefused() {
    client.send(
        new Announce(
            "/", List.of(new Signal("/a", SignalType.PARAM, "f32;strategy=best", null, null))));

    assertThat(assertError(ErrorCode.INVALID_VALUE, "/a")).contains("lww, max, min, lock, merge");
  }

  @Test
  void aRefusedFirstValueTakesNoPlace() {
    announce(ranged("/a", 0, 1));

    client.send(Set.of("/a", Value.of(2))).expect(ErrorMessage.class);

    assertThat(router.core.paramCount()).isZero();
  }

  private void announce(Signal... signals) {
    client.send(new Announce("/n", List.of(signals))).expect(Ack.class);
  }

  private List<Signal> query(String pattern) {
    client.send(new Query(pattern));
    List<Signal> signals = client.expect(Result.class).signals();
    client.expectNothing();
    return signals;
  }

  private String assertError(ErrorCode code, String address) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(code.code());
    assertThat(error.address()).isEqualTo(address);
    return error.message();
  }

  private static Value array(Value... items) {
    return new Value.Array(List.of(items));
  }

  private static Signal signal(String address) {
    return new Signal(address, SignalType.PARAM, null, null, null);
  }

  private static Signal ranged(String address, double min, double max) {
    SignalMeta meta = new SignalMeta(null, new SignalMeta.Range(min, max), null, null);
    return new Signal(address, SignalType.PARAM, "f32", null, meta);
  }
}
