package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.TurnServer;

class DefaultsTest {
  @Test
  void withoutAConfigurationTheDefaultsAreThoseOfTheApi() {
    assertThat(Defaults.of(config(Map.of()))).isEqualTo(P2pConfig.DEFAULT);
  }

  @Test
  void everyKeyIsUsed() {
    P2pConfig config =
        Defaults.of(
            config(
                Map.of(
                    "iceServers", new String[] {"stun:s:1"},
                    "turnServers", new String[] {"turn:t:2  me  secret"},
                    "routingMode", "p2p_only",
                    "connectionTimeoutSeconds", 5,
                    "retries", 1,
                    "automaticFallback", false,
                    "retryIntervalSeconds", 7,
                    "minPort", 5000,
                    "maxPort", 5001,
                    "maxConnections", 3)));

    assertThat(config.iceServers()).containsExactly("stun:s:1");
    assertThat(config.turnServers()).containsExactly(new TurnServer("turn:t:2", "me", "secret"));
    assertThat(config.routingMode()).isEqualTo(RoutingMode.P2P_ONLY);
    assertThat(config.connectionTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.retries()).isEqualTo(1);
    assertThat(config.automaticFallback()).isFalse();
    assertThat(config.retryInterval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.minPort()).isEqualTo(5000);
    assertThat(config.maxPort()).isEqualTo(5001);
    assertThat(config.maxConnections()).isEqualTo(3);
    assertThat(config.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "routingMode, sideways",
    "iceServers, http://x",
    "turnServers, turn:only.the.url",
    "retries, 11",
    "maxPort, 70000",
    "maxConnections, 0",
    "maxConnectionsPerMinute, 0",
    "connectionTimeoutSeconds, 0",
    "retryIntervalSeconds, 0"
  })
  void aWrongValueIsNamed(String key, String value) {
    Object wrong =
        key.endsWith("Servers")
            ? new String[] {value}
            : key.equals("routingMode") ? value : Integer.valueOf(value);

    assertThatThrownBy(() -> Defaults.of(config(Map.of(key, wrong))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.replace("Seconds", ""));
  }

  @Test
  void aChangeHoldsForPeersMadeFromThenOnUnlessItIsWrong() {
    PeerToPeerService service = new PeerToPeerService(config(Map.of("retries", 1)));

    service.modified(config(Map.of("retries", 2)));
    assertThat(service.defaults().retries()).isEqualTo(2);
    service.modified(config(Map.of("retries", 11)));
    assertThat(service.defaults().retries()).isEqualTo(2);

    service.close();
    assertThat(service.status().openConnections()).isZero();
  }

  private static PeerToPeerConfig config(Map<String, Object> keys) {
    return (PeerToPeerConfig)
        Proxy.newProxyInstance(
            PeerToPeerConfig.class.getClassLoader(),
            new Class<?>[] {PeerToPeerConfig.class},
            (proxy, method, arguments) ->
                keys.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
