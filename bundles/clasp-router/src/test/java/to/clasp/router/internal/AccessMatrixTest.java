package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Every operation on what may be written, what may only be read, and what may be neither. */
class AccessMatrixTest {
  private static final String SCOPES = "write:/write/*,read:/read/*,read:/quiet/**";
  private static final List<String> ALL = List.of("/write/a", "/read/a", "/other/a");

  /** How the guest gets to the router. */
  enum Way {
    NETWORK,
    INSIDE
  }

  private final RouterFixture router =
      new RouterFixture(Map.of("historyLength", 5), Guest.BY_TOKEN, new MemoryTransport());
  private RawClient owner;
  private Guest guest;

  @BeforeEach
  void fill() {
    owner = router.client("owner");
    for (String address : ALL) {
      owner.send(
          Set.of(address, Value.of("before")),
          Set.of(address, Value.of("now")),
          Publish.of(address, SignalType.EVENT, Value.of("past")),
          timeline(address),
          new Announce("/n", List.of(signal(address))));
    }
    owner.drain();
    owner.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).drain();
  }

  @AfterEach
  void close() {
    guest.close();
    router.close();
  }

  private void enter(Way way) {
    guest = way == Way.NETWORK ? Guest.overNetwork(router, SCOPES) : Guest.inside(router, SCOPES);
  }

  static Stream<Arguments> writing() {
    Map<String, Function<String, Message>> operations =
        Map.of(
            "SET", address -> Set.of(address, Value.of("new")),
            "lock", address -> new Set(address, Value.of("new"), null, true, false, null),
            "event", address -> Publish.of(address, SignalType.EVENT, Value.of("new")),
            "stream", address -> Publish.of(address, SignalType.STREAM, Value.of(1)),
            "gesture", AccessMatrixTest::gesture,
            "timeline", AccessMatrixTest::timeline,
            "SET in a BUNDLE", address -> bundle(Set.of(address, Value.of("new"))),
            "PUBLISH in a BUNDLE", address -> bundle(gesture(address)),
            "BUNDLE in a BUNDLE", address -> bundle(bundle(timeline(address))));
    return operations.entrySet().stream()
        .flatMap(
            operation ->
                Stream.of(Way.values())
                    .map(way -> Arguments.of(operation.getKey(), way, operation.getValue())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("writing")
  void onlyWhatMayBeWrittenIsWritten(
      String operation, Way way, Function<String, Message> toMessage) {
    enter(way);

    for (String address : ALL) {
      Message message = toMessage.apply(address);
      guest.send(message);

      List<Integer> errors = errors(guest.drain());
      List<Message> seen = owner.drain();
      if (address.startsWith("/write")) {
        assertThat(errors).as(address).isEmpty();
        assertThat(addresses(seen)).as(address).containsOnly(address);
      } else {
        ErrorCode code =
            message instanceof Bundle ? ErrorCode.BUNDLE_FORBIDDEN : ErrorCode.FORBIDDEN;
        assertThat(errors).as(address).containsExactly(code.code());
        assertThat(seen).as(address).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatMayBeWrittenIsAnnounced(Way way) {
    enter(way);

    for (String address : List.of("/write/b", "/read/b", "/other/b")) {
      guest.send(new Announce("/n", List.of(signal("/write/c"), signal(address))));
      List<Integer> errors = errors(guest.drain());
      owner.send(new Query(address));
      List<String> found = addresses(owner.drain());
      if (address.startsWith("/write")) {
        assertThat(errors).isEmpty();
        assertThat(found).containsExactly(address);
      } else {
        assertThat(errors).containsExactly(ErrorCode.FORBIDDEN.code());
        assertThat(found).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void getTellsOnlyWhatMayBeRead(Way way) {
    enter(way);

    for (String address : ALL) {
      guest.drain();
      guest.send(new Get(address));
      List<Message> answer = guest.drain();
      if (address.startsWith("/other")) {
        assertThat(errors(answer)).containsExactly(ErrorCode.FORBIDDEN.code());
      } else {
        assertThat(addresses(answer)).containsExactly(address);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnreadableAddressIsRefusedWhetherThereIsAParamOrNot(Way way) {
    enter(way);
    guest.drain();
    guest.send(new Get("/other/a"), new Get("/other/nothing"));

    assertThat(errors(guest.drain())).containsExactly(301, 301);
  }

  @ParameterizedTest
  @EnumSource
  void queryFindsOnlyWhatMayBeRead(Way way) {
    enter(way);
    guest.drain();
    guest.send(new Query("/**"));

    assertThat(addresses(guest.drain())).containsExactlyInAnyOrder("/write/a", "/read/a");
  }

  @ParameterizedTest
  @EnumSource
  void aSubscriptionTellsNowAndThenOnlyWhatMayBeRead(Way way) {
    enter(way);
    guest.drain();
    guest.send(new Subscribe(1, "/**", Features.NONE, options(10)));

    List<Message> told = guest.drain();
    assertThat(addresses(told)).containsOnly("/write/a", "/read/a");
    assertThat(told.stream().filter(Set.class::isInstance)).hasSize(2);
    assertThat(told.stream().filter(AccessMatrixTest::isTimeline)).hasSize(2);
    for (String address : ALL) {
      owner.send(
          Set.of(address, Value.of("later")),
          Publish.of(address, SignalType.EVENT, Value.of("later")),
          gesture(address),
          timeline(address));
    }
    owner.drain();
    assertThat(addresses(guest.drain())).hasSize(8).containsOnly("/write/a", "/read/a");
  }

  @ParameterizedTest
  @EnumSource
  void aSubscriptionOfWhichNothingMayBeReadIsRefused(Way way) {
    enter(way);
    guest.drain();
    for (String pattern : List.of("/other/a", "/other/**", "/read", "/*", "/read/a/*", "/q*/")) {
      guest.send(new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE));
      ErrorMessage error = (ErrorMessage) guest.drain().get(0);
      assertThat(error.address()).isEqualTo(pattern);
      assertThat(error.code()).isEqualTo(pattern.endsWith("/") ? 202 : 301);
    }
    for (String pattern : List.of("/**", "/*/a", "/re*/**", "/**/z", "/quiet/x/y")) {
      guest.send(new Subscribe(1, pattern, Features.NONE, options(0)));
      assertThat(errors(guest.drain())).as(pattern).isEmpty();
    }
  }

  static List<Integer> errors(List<Message> messages) {
    return messages.stream()
        .filter(ErrorMessage.class::isInstance)
        .map(message -> ((ErrorMessage) message).code())
        .toList();
  }

  /** The addresses of all that a client is told, requests that come back left out. */
  static List<String> addresses(List<Message> messages) {
    List<String> addresses = new ArrayList<>();
    messages.forEach(message -> Told.forEach(message, addresses::add));
    return addresses;
  }

  private static boolean isTimeline(Message message) {
    return message instanceof Publish publish && publish.signal() == SignalType.TIMELINE;
  }

  private static SubscribeOptions options(long history) {
    return new SubscribeOptions(null, null, history, null);
  }

  private static Bundle bundle(Message message) {
    return new Bundle(null, List.of(message));
  }

  private static Signal signal(String address) {
    return new Signal(address, SignalType.PARAM, null, null, null);
  }

  private static Publish gesture(String address) {
    return new Publish(address, SignalType.GESTURE, Phase.START, Value.of(1), null, null, 7L, null);
  }

  private static Publish timeline(String address) {
    Timeline minute =
        Timeline.of(
            Timeline.Keyframe.of(0, Value.of(0.0)),
            Timeline.Keyframe.of(60_000_000, Value.of(1.0)));
    return Publish.of(address, SignalType.TIMELINE, minute.toValue());
  }
}
