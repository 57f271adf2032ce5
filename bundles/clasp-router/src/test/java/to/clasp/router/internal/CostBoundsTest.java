package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** What one client may cost the router and the others, whatever it nests, repeats or stores. */
class CostBoundsTest {

  @Test
  void largeValuesAreRefusedWhenTheMemoryOfAllParamsIsUsedUpAndSmallerOnesGiveItBack() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxParamBytes", 100_000))) {
      RawClient client = router.client("client");
      Value large = Value.of("x".repeat(20_000));
      client.send(Set.of("/a", large)).expect(Ack.class);
      client.send(Set.of("/b", large)).expect(Ack.class);

      client.send(Set.of("/c", large));
      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.REVISION_CONFLICT.code());
      assertThat(error.address()).isEqualTo("/c");
      assertThat(error.message()).contains("100000 bytes");

      client.send(Set.of("/a", Value.of(1))).expect(Ack.class);
      client.send(Set.of("/c", large)).expect(Ack.class);
    }
  }

  @Test
  void nestedValuesCountWithWhatTheyTakeInMemory() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxParamBytes", 300_000))) {
      RawClient client = router.client("client");
      Value item = new Value.Map(Map.of("k", Value.of(1)));
      Value nested = new Value.Array(Collections.nCopies(2000, item));

      client.send(Set.of("/a", nested));

      assertThat(client.expect(ErrorMessage.class).message()).contains("bytes");
    }
  }

  @Test
  void aRefusedBundleGivesTheMemoryBackThatItsFirstPartTook() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxParamBytes", 100_000))) {
      RawClient client = router.client("client");
      client.send(Set.of("/z", Value.of(1))).expect(Ack.class);
      Message wrong = new Set("/z", Value.of(2), 99L, false, false, null);
      for (int i = 0; i < 10; i++) {
        client.send(Set.of("/a/" + i, Value.of(i))).expect(Ack.class);
        Message large = Set.of("/a/" + i, Value.of("x".repeat(20_000)));
        client.send(new Bundle(null, List.of(large, wrong)));
        assertThat(client.expect(ErrorMessage.class).address()).isEqualTo("/z");
      }

      client.send(Set.of("/a", Value.of("x".repeat(20_000)))).expect(Ack.class);
    }
  }

  @Test
  void aBundleDoesNotPushOutTheParamsThatItWritesItself() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxParams", 5))) {
      RawClient client = router.client("client");
      for (int i = 0; i < 5; i++) {
        client.send(Set.of("/" + i, Value.of(i))).expect(Ack.class);
      }

      client.send(
          new Bundle(
              null,
              List.of(
                  new Set("/0", Value.of(7), 99L, false, false, null),
                  Set.of("/new", Value.of(1)))));

      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.REVISION_CONFLICT.code());
      assertThat(error.address()).isEqualTo("/0");
    }
  }

  @Test
  void emptyBundlesInsideABundleCountAsMessages() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxBundleMessages", 8))) {
      RawClient client = router.client("client");

      client.send(new Bundle(null, Collections.nCopies(9, new Bundle(null, List.of()))));

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    }
  }

  @Test
  void whatStandsInANestedBundleCountsForTheRateToo() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxMessagesPerSecond", 10))) {
      RawClient client = router.client("client");
      Message[] sets = new Message[20];
      Arrays.setAll(sets, i -> Set.of("/" + i, Value.of(i)));
      Message nested = new Bundle(null, List.of(new Bundle(null, List.of(sets))));

      client.send(nested, nested);

      assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    }
  }

  @Test
  void patternsThatTakeLongToBeTestedAreRefusedToSubscribersAndInQueries() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      String manySegments = "/**" + "/a".repeat(16);
      String longSegment = "/*" + "a".repeat(65);
      for (String pattern : List.of(manySegments, longSegment)) {
        client.send(new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE));
        assertRefused(client, pattern);
        client.send(new Query(pattern));
        assertRefused(client, pattern);
      }
      client.send(
          new Subscribe(1, "/*" + "a".repeat(64), Features.NONE, SubscribeOptions.NONE),
          new Subscribe(2, "/**" + "/a".repeat(15), Features.NONE, SubscribeOptions.NONE));
      client.expectNothing();
    }
  }

  @Test
  void announcementsOfPeersThatLeftAreNotPartOfTheHistory() {
    try (RouterFixture router = RouterFixture.with(Map.of("historyLength", 10))) {
      RawClient peer = router.client("peer");
      Value.Map payload = new Value.Map(Map.of("p2p_capable", Value.of(true)));
      peer.send(Publish.of("/clasp/p2p/announce", SignalType.EVENT, payload)).drain();
      peer.close();
      peer.awaitClosed();
      Await.until(() -> router.transport.openConnections() == 0);

      RawClient late = router.client("late");
      late.send(
          new Subscribe(
              1, "/clasp/p2p/announce", Features.NONE, new SubscribeOptions(null, null, 5L, null)));

      late.expectNothing();
    }
  }

  private static void assertRefused(RawClient client, String pattern) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.PATTERN_ERROR.code());
    assertThat(error.address()).isEqualTo(pattern);
  }
}
