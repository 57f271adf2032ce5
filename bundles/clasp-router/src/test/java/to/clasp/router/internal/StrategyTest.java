package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;

/** Protocol 6.2: what becomes of a value that meets another. */
class StrategyTest {
  private static final String[] STRATEGIES = {
    "lww:/max/free", "max:/max/**", "min:/min/** , merge:/merge/**", "lock:/lock/**"
  };

  private final ManualTime time = new ManualTime();
  private final RouterFixture router = time.router(Map.of("strategies", STRATEGIES));
  private final RawClient client = router.client("client");

  @AfterEach
  void close() {
    router.close();
  }

  @ParameterizedTest
  @CsvSource({"/max/a, 5, 4", "/max/a, 5, 5", "/min/a, 5, 6", "/min/a, 5, 5"})
  void aNumberThatIsNotBetterIsError400AndChangesNothing(String address, long first, long next) {
    client.send(subscribe(address), Set.of(address, Value.of(first))).drain();

    client.send(Set.of(address, Value.of(next)));

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(400);
    assertThat(error.address()).isEqualTo(address);
    assertThat(error.message())
        .contains(address.substring(1, 4), Long.toString(first), Long.toString(next));
    client.expectNothing();
    assertThat(entryOf(address).value()).isEqualTo(Value.of(first));
    assertThat(entryOf(address).revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"/max/a, 5.5, 5.6", "/min/a, 5.5, -1", "/max/free, 5, 4", "/lock/a, 5, 4"})
  void aNumberThatIsBetterOrNeedNotBeIsTaken(String address, double first, double next) {
    client.send(Set.of(address, Value.of(first)), Set.of(address, Value.of(next))).drain();

    assertThat(entryOf(address).value()).isEqualTo(Value.of(next));
  }

  @Test
  void numbersOfDifferentKindsAndOtherValuesReplaceEachOther() {
    List<Value> values = List.of(Value.of(5), Value.of(4.5), Value.of("text"), Value.of(3));
    for (Value value : values) {
      client.send(Set.of("/max/a", value));
      client.expect(Ack.class);
      assertThat(entryOf("/max/a").value()).isEqualTo(value);
    }
  }

  @Test
  void aNanIsNeverBetterAndAStoredOneGivesWay() {
    client.send(Set.of("/max/a", Value.of(1.0)), Set.of("/max/a", Value.of(Double.NaN)));
    client.expect(Ack.class);
    assertThat(client.expect(ErrorMessage.class).message()).contains("NaN");

    client.send(Set.of("/max/b", Value.of(Double.NaN)), Set.of("/max/b", Value.of(1.0)));

    client.expect(Ack.class);
    client.expect(Ack.class);
  }

  @Test
  void theLastWriteWinsAlsoWhenTheWallClockIsSetBack() {
    client.send(Set.of("/a", Value.of(1))).expect(Ack.class);
    time.setWallClock(-3600);

    client.send(Set.of("/a", Value.of(2)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void aRefusedValueTakesNoLockAndGivesNoneBack() {
    client.send(Set.of("/max/a", Value.of(5))).expect(Ack.class);
    client.send(new Set("/max/a", Value.of(4), null, true, false, null));
    client.expect(ErrorMessage.class);

    RawClient other = router.client("other");
    other.send(Set.of("/max/a", Value.of(6)));

    other.expect(Ack.class);
  }

  @Test
  void aMapIsMergedKeyByKeyAndEverybodySeesWhatIsStored() {
    client.send(subscribe("/merge/a"), Set.of("/merge/a", map("x", 1, "y", 2))).drain();

    client.send(Set.of("/merge/a", map("y", 3, "z", 4)));

    Set echo = client.expect(Set.class);
    assertThat(echo.value()).isEqualTo(map("x", 1, "y", 3, "z", 4));
    assertThat(echo.revision()).isEqualTo(2);
    client.expect(Ack.class);
    assertThat(entryOf("/merge/a").value()).isEqualTo(echo.value());
  }

  @Test
  void whatIsNoMapReplacesUnderMerge() {
    client.send(Set.of("/merge/a", map("x", 1)), Set.of("/merge/a", Value.of(1))).drain();
    assertThat(entryOf("/merge/a").value()).isEqualTo(Value.of(1));

    client.send(Set.of("/merge/a", map("y", 2))).drain();

    assertThat(entryOf("/merge/a").value()).isEqualTo(map("y", 2));
  }

  @Test
  void aMergedMapThatWouldNotFitAFrameIsError402() {
    Value half = Value.of("x".repeat(40_000));
    client.send(Set.of("/merge/a", new Value.Map(Map.of("x", half)))).expect(Ack.class);

    client.send(Set.of("/merge/a", new Value.Map(Map.of("y", half))));

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(402);
    assertThat(error.address()).isEqualTo("/merge/a");
    assertThat(entryOf("/merge/a").revision()).isEqualTo(1);
    client.send(Set.of("/merge/a", new Value.Map(Map.of("x", half)))).expect(Ack.class);
  }

  @Test
  void anAnnouncementChoosesTheStrategyOfAParamThatIsThereAlready() {
    client.send(Set.of("/a", Value.of(5)), Set.of("/a", Value.of(4))).drain();

    announce("/a", SignalType.PARAM, "f32; unit=m ;Strategy=MAX");

    client.send(Set.of("/a", Value.of(3)));
    assertThat(client.expect(ErrorMessage.class).message()).contains("max");
    announce("/a", SignalType.PARAM, "f32");
    client.send(Set.of("/a", Value.of(3))).expect(Ack.class);
  }

  @Test
  void theConfigurationWinsOverAnAnnouncement() {
    announce("/max/free", SignalType.PARAM, "f32;strategy=max");

    client.send(Set.of("/max/free", Value.of(5)), Set.of("/max/free", Value.of(4)));

    client.expect(Ack.class);
    client.expect(Ack.class);
  }

  @Test
  void anAnnouncedEventSaysNothingAboutParams() {
    announce("/a", SignalType.EVENT, "f32;strategy=max");

    client.send(Set.of("/a", Value.of(5)), Set.of("/a", Value.of(4)));

    client.expect(Ack.class);
    client.expect(Ack.class);
  }

  @Test
  void aChangedConfigurationHoldsForParamsThatAreThereAlready() {
    client.send(Set.of("/a", Value.of(5))).expect(Ack.class);
    router.core.modified(RouterFixture.config(Map.of("strategies", new String[] {"max:/a"})));
    client.send(Set.of("/a", Value.of(4))).expect(ErrorMessage.class);

    router.core.modified(RouterFixture.config(Map.of()));

    client.send(Set.of("/a", Value.of(4))).expect(Ack.class);
  }

  private void announce(String address, SignalType type, String datatype) {
    Message announce = new Announce("/n", List.of(new Signal(address, type, datatype, null, null)));
    client.send(announce).expect(Ack.class);
  }

  private Snapshot.Entry entryOf(String address) {
    client.send(new Get(address));
    return client.expect(Snapshot.class).entries().get(0);
  }

  private static Value map(Object... keysAndValues) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], Value.of((Integer) keysAndValues[i + 1]));
    }
    return new Value.Map(entries);
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
