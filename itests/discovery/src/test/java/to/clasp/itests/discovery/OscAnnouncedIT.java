package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.itests.discovery.Host.DEADLINE;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.ChildProcess;

/** The relay's OSC ports and its OSCQuery as Avahi sees them on another host. */
class OscAnnouncedIT {
  @TempDir Path folder;

  private Host relayHost;
  private Host avahiHost;
  private Avahi avahi;

  @BeforeEach
  void connect() throws Exception {
    Avahi.require();
    relayHost = Host.create("relay");
    avahiHost = Host.create("avahi");
    relayHost.connect("a0", avahiHost, "b0", 1);
    avahi = new Avahi(avahiHost.network(), folder);
  }

  @AfterEach
  void close() {
    if (relayHost != null) {
      relayHost.close();
    }
    if (avahiHost != null) {
      avahiHost.close();
    }
  }

  /** Avahi shows the address that it hears first, of whatever protocol it browses by. */
  private static Pattern resolved(String type, int port) {
    return Pattern.compile(
        "=;b0;IPv[46];Stage;" + Pattern.quote(type) + ";local;([^;]+);[^;]+;" + port + ";");
  }

  private static Pattern gone(String type) {
    return Pattern.compile("-;b0;IPv4;Stage;" + Pattern.quote(type) + ";");
  }

  @Test
  void oscAndOscQueryAreFoundBesideClaspAndSayGoodbye() throws Exception {
    ChildProcess osc = avahi.browse("_osc._udp");
    ChildProcess query = avahi.browse("_oscjson._tcp");
    ChildProcess clasp = avahi.browse();
    ChildProcess relay =
        relayHost.relay(
            "--ws-port", "8080", "--name", "Stage", "--mdns", "--osc-port", "8000", "--osc-query");
    Matcher found = osc.awaitOutput(resolved("_osc._udp", 8000), DEADLINE);
    assertThat(avahi.resolve(found.group(1), "-4")).contains("10.7.1.1");
    query.awaitOutput(resolved("_oscjson._tcp", 8080), DEADLINE);
    Matcher itself = clasp.awaitOutput(resolved("_clasp._tcp", 8080), DEADLINE);
    assertThat(itself.group(1))
        .as("host names, each with its own addresses")
        .isNotEqualTo(found.group(1));
    relay.close();
    osc.awaitOutput(gone("_osc._udp"), DEADLINE);
    query.awaitOutput(gone("_oscjson._tcp"), DEADLINE);
  }
}
