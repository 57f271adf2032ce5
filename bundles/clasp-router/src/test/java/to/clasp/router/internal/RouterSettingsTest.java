package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "maxSessions, -1",
    "handshakeTimeoutSeconds, 0",
    "idleTimeoutSeconds, -1",
    "maxFrameBytes, 11",
    "maxFrameBytes, 65548",
    "maxSubscriptionsPerSession, 0",
    "maxParamBytes, -1",
    "maxParams, -1",
    "maxSignals, -1",
    "paramTtlSeconds, -1",
    "signalTtlSeconds, -1",
    "maxQueuedParams, 0",
    "maxQueuedMessages, 0",
    "maxQueuedReplies, 63",
    "maxQueuedBytes, 1000",
    "maxBundleMessages, 0",
    "maxBundleMessages, 2001",
    "maxScheduledBundles, -1",
    "maxScheduledBytes, -1",
    "maxScheduleSeconds, -1",
    "gestureIntervalMillis, -1",
    "gestureIntervalMillis, 60001",
    "maxGestures, 0",
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

  @Test
  void aTextOfAConfigurationFileHoldsSeveralRows() {
    SignalSettings settings =
        RouterSettings.of(
                RouterFixture.config(
                    Map.of(
                        "liteClients", new String[] {"esp32-*, pico-?,", ""},
                        "timelinePlayback", new String[] {"/lights/** -> 30, /sound/** -> 60"})))
            .signals();

    assertThat(settings.clients().isLite("esp32-7")).isTrue();
    assertThat(settings.clients().isLite("pico-?")).isTrue();
    assertThat(settings.clients().isLite("")).isFalse();
    assertThat(settings.timelines().playback()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newest", ""})
  void anUnknownEvictionIsRefusedWithTheNameOfItsKey(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouterSettings.of(RouterFixture.config(Map.of("eviction", value))))
        .withMessageContaining("eviction is '" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "best:/a", "max:a", "max:/a//b", "lww:/a, min:/b, :/c"})
  void aStrategyThatMakesNoSenseIsRefusedWithTheNameOfItsKey(String value) {
    Map<String, Object> settings = Map.of("strategies", new String[] {"max:/ok/**", value});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RouterSettings.of(RouterFixture.config(settings)))
        .withMessageContaining("strategies")
        .withMessageContaining(value.substring(value.lastIndexOf(' ') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "timelinePlayback, /lights/**",
    "timelinePlayback, lights -> 30",
    "timelinePlayback, /lights -> 0",
    "timelinePlayback, /lights -> 241",
    "timelinePlayback, /lights -> 30 Hz",
    "timelinePlayback, '/lights -> 30, /sound'"
  })
  void aTextOfTheWrongFormIsRefusedWithTheNameOfItsKey(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RouterSettings.of(RouterFixture.config(Map.of(key, new String[] {value}))))
        .withMessageContaining(key);
  }
}
