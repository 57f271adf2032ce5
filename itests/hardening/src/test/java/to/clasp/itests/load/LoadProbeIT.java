package to.clasp.itests.load;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import to.clasp.itests.support.Relay;

/**
 * Figures of single transports through the relay as it is distributed, for {@code
 * -Dclasp.load.schemes=ws,tcp,udp}, or through any relay, for {@code -Dclasp.load.uris=…} with
 * {@code -Dclasp.load.trust=cert.pem}. Not part of a build; nothing about time is asserted.
 */
class LoadProbeIT {
  static final String SCHEMES = "clasp.load.schemes";
  static final String URIS = "clasp.load.uris";
  static final String RENDEZVOUS = "clasp.load.rendezvous";

  @Test
  @EnabledIfSystemProperty(named = SCHEMES, matches = ".+")
  void throughARelayOfItsOwn() throws Exception {
    try (Relay relay = Relay.startForLoad("--tcp-port", "0", "--udp-port", "0")) {
      for (String scheme : System.getProperty(SCHEMES).split(",")) {
        Pattern uri = Pattern.compile("open: \\S*?(" + scheme + "://\\S+)");
        LoadProbe.main(relay.awaitLog(uri).group(1));
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = URIS, matches = ".+")
  void throughARelayThatRuns() throws Exception {
    LoadProbe.main(System.getProperty(URIS).split(","));
  }

  @Test
  @EnabledIfSystemProperty(named = RENDEZVOUS, matches = ".+")
  void throughARendezvousServerThatRuns() throws Exception {
    RendezvousProbe.main(System.getProperty(RENDEZVOUS));
  }
}
