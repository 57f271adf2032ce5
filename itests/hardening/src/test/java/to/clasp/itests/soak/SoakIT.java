package to.clasp.itests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import to.clasp.itests.support.Relay;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.websocket.internal.WebSocketConnector;

/**
 * A mixed load on the relay as it is distributed, for {@code -Dclasp.soak.minutes=…}. Not part of a
 * build.
 */
@EnabledIfSystemProperty(named = SoakIT.MINUTES, matches = "[0-9.]+")
class SoakIT {
  static final String MINUTES = "clasp.soak.minutes";

  @Test
  void theRelayTakesAMixedLoadWithoutLossAndWithoutGrowing() throws Exception {
    double minutes = Double.parseDouble(System.getProperty(MINUTES));
    try (Relay relay = Relay.startForLoad();
        EventLoops.Owned loops = EventLoops.create(1)) {
      URI uri = relay.uri();
      Soak soak = new Soak(new WebSocketConnector(loops), uri, new ProcessMemory(relay.pid()));
      boolean clean = soak.run(minutes);
      assertThat(clean)
          .as("see the lines that begin with soak; the relay:%n%s", relay.log())
          .isTrue();
    }
  }
}
