package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.auth.Constraint;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Ack;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Easing;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;

/** What a grant says about the numbers that are written, and how often. */
class ConstraintTest {
  private static final Grant BOUNDED =
      new Grant(
          "bounded",
          List.of(Scope.parse("write:/**")),
          List.of(
              new Constraint(AddressPattern.parse("/level/**"), 0.0, 1.0, null),
              new Constraint(AddressPattern.parse("/level/low"), null, 0.5, null),
              new Constraint(AddressPattern.parse("/slow/*"), null, null, 0.001)),
          null,
          null,
          null);

  private final RouterFixture router =
      RouterFixture.authenticatedBy(
          credentials ->
              CompletableFuture.completedStage(
                  credentials.clientName().equals("bounded") ? BOUNDED : Grant.EVERYTHING));
  private final RawClient watcher = router.client("watcher");
  private final RawClient client = router.client("bounded");

  @BeforeEach
  void watch() {
    watcher.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).drain();
  }

  @AfterEach
  void close() {
    router.close();
  }

  static Stream<Message> withinRange() {
    String at = "/level/a";
    return Stream.of(
        Set.of(at, Value.of(0)),
        Set.of(at, Value.of(1.0)),
        Set.of(at, Value.of("no number")),
        Set.of(at, Value.Null.INSTANCE),
        Set.of("/other", Value.of(7)),
        Set.of("/level", Value.of(7)),
        samples(0.0, 1.0),
        Publish.of(at, SignalType.EVENT, null),
        timeline(at, 1.0, new Timeline.Bezier(0, 1, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("withinRange")
  void whatIsWithinTheRangePasses(Message message) {
    client.send(message);

    assertThat(AccessMatrixTest.errors(client.drain())).isEmpty();
    assertThat(watcher.drain()).hasSize(1);
  }

  static Stream<Message> outOfRange() {
    String at = "/level/a";
    Value tooMuch = Value.of(1.5);
    return Stream.of(
        Set.of(at, tooMuch),
        Set.of(at, Value.of(-1)),
        Set.of(at, Value.of(Double.NaN)),
        Set.of(at, Value.of(Double.POSITIVE_INFINITY)),
        Set.of(at, new Value.Array(List.of(Value.of(1), new Value.Array(List.of(tooMuch))))),
        Set.of(at, new Value.Map(Map.of("x", tooMuch))),
        Set.of("/level/low", Value.of(0.6)),
        Publish.of(at, SignalType.EVENT, tooMuch),
        Publish.of(at, SignalType.STREAM, tooMuch),
        samples(0.0, 0.5, 1.5),
        timeline(at, 1.5, null),
        timeline(at, 1.0, new Timeline.Bezier(0, 2, 1, 1)),
        timeline(at, 1.0, new Timeline.Bezier(0, 0, 1e300, 1)),
        new Bundle(null, List.of(Set.of("/other", tooMuch), Set.of(at, tooMuch))),
        new Bundle(null, List.of(Set.of(at, Value.of(1)), samples(1.5))),
        new Bundle(null, List.of(new Bundle(null, List.of(timeline(at, 1.5, null))))));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void whatIsOutOfTheRangeIsError402AndNothingOfItHappens(Message message) {
    client.send(message);

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(402);
    assertThat(error.address()).startsWith("/level/");
    assertThat(error.message()).contains(error.address());
    client.expectNothing();
    watcher.expectNothing();
  }

  @Test
  void theErrorNamesTheNumberAndTheRange() {
    client.send(Set.of("/level/low", Value.of(0.75)));

    assertThat(client.expect(ErrorMessage.class).message())
        .isEqualTo("0.75 for /level/low is out of the range that the token allows, -∞ to 0.5");
  }

  @Test
  void writesToOneAddressCountTogetherWhateverTheyAre() {
    client.send(Set.of("/slow/a", Value.of(1))).expect(Ack.class);

    for (Message second :
        List.of(
            Set.of("/slow/a", Value.of(2)),
            Publish.of("/slow/a", SignalType.EVENT, null),
            new Bundle(null, List.of(Set.of("/slow/a", Value.of(2)))))) {
      client.send(second);
      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(429);
      assertThat(error.address()).isEqualTo("/slow/a");
      assertThat(error.message()).contains("0.001").contains("/slow/a");
    }
    client.send(Set.of("/slow/b", Value.of(1))).expect(Ack.class);
    client.expectNothing();
    assertThat(watcher.drain()).hasSize(2);
  }

  @Test
  void aBundleThatWritesTooOftenTakesNoEffectAtAll() {
    Set once = Set.of("/slow/a", Value.of(1));
    client.send(new Bundle(null, List.of(Set.of("/free", Value.of(1)), once, once)));

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(429);
    watcher.expectNothing();
  }

  @Test
  void aScheduledBundleIsCountedWhenItIsCarriedOut() {
    long soon = System.currentTimeMillis() * 1000 + 1_000_000;
    client.send(
        new Bundle(soon, List.of(Set.of("/slow/a", Value.of(1)))), Set.of("/slow/a", Value.of(2)));
    assertThat(client.expect(Ack.class).revision()).isNull();
    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(429);
    assertThat(AccessMatrixTest.addresses(watcher.drain())).containsExactly("/slow/a");
  }

  private static Publish samples(double... samples) {
    return new Publish(
        "/level/a", SignalType.STREAM, null, null, Samples.of(samples), null, null, null);
  }

  private static Publish timeline(String address, double last, Timeline.Bezier curve) {
    Easing easing = curve == null ? Easing.LINEAR : Easing.CUBIC_BEZIER;
    Timeline timeline =
        Timeline.of(
            new Timeline.Keyframe(0, Value.of(0.0), easing, curve),
            Timeline.Keyframe.of(60_000_000, Value.of(last)));
    return Publish.of(address, SignalType.TIMELINE, timeline.toValue());
  }
}
