package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "maxSessions, -1",
    "handshakeTimeoutSeconds, 0",
    "idleTimeoutSeconds, -1",
    "maxFrameBytes, 11",
    "maxFrameBytes, 65548",
    "maxSubscriptionsPerSession, 0",
    "maxParams, 0",
    "maxQueuedParams, 0",
    "maxQueuedMessages, 0",
    "maxQueuedReplies, 0",
    "maxQueuedBytes, 1000",
    "historyLength, -1",
    "historyLength, 1001",
    "maxHistoryBytes, -1",
    "maxShapedAddressesPerSession, 0",
    "maxMessagesPerSecond, -1",
    "maxMessagesPerSecond, 1000001",
    "maxTimelines, -1",
    "maxTimelineBytes, 65546",
    "maxPlayingTimelines, 0",
    "liteMaxFrameBytes, 127",
    "liteMaxFrameBytes, 65548"
  })
  void aValueOutOfRangeIsRefusedWithTheNameOfItsKey(String key, int value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouterSettings.of(RouterFixture.config(Map.of(key, value))))
        .withMessageContaining(key)
        .withMessageContaining(Integer.toString(value));
  }

  @ParameterizedTest
  @CsvSource({
    "timelinePlayback, /lights/**",
    "timelinePlayback, lights -> 30",
    "timelinePlayback, /lights -> 0",
    "timelinePlayback, /lights -> 241",
    "timelinePlayback, /lights -> 30 Hz",
    "liteClients, ' '"
  })
  void aTextOfTheWrongFormIsRefusedWithTheNameOfItsKey(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RouterSettings.of(RouterFixture.config(Map.of(key, new String[] {value}))))
        .withMessageContaining(key);
  }
}
