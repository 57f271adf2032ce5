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

/** The relay's mDNS as Avahi sees it on another host, and the other way round. */
class AvahiIT {
  /** Host, address and text of a service that was resolved. */
  private static final Pattern RESOLVED =
      Pattern.compile("=;b0;IPv[46];Stage;_clasp\\._tcp;local;([^;]+);([^;]+);8080;(.*)");

  private static final Pattern GONE = Pattern.compile("-;b0;IPv4;Stage;");

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

  @Test
  void theRelayIsFoundWithItsAddressesAndTextAndSaysGoodbye() throws Exception {
    ChildProcess browser = avahi.browse();
    ChildProcess relay = relayHost.relay("--ws-port", "8080", "--name", "Stage", "--mdns");
    Matcher found = browser.awaitOutput(RESOLVED, DEADLINE);
    // Avahi shows the address that it hears first.
    assertThat(found.group(2)).isIn("10.7.1.1", "fd07:1::1");
    assertThat(found.group(3))
        .contains("\"version=1\"", "\"name=Stage\"", "\"features=psetg\"", "\"ws=8080\"")
        .contains("\"path=/clasp\"");
    assertThat(avahi.resolve(found.group(1), "-4")).contains("10.7.1.1");
    assertThat(avahi.resolve(found.group(1), "-6")).contains("fd07:1::1");
    // On the host of Avahi, which has the mDNS port too.
    avahiHost.awaitFound(
        all -> all.contains("\"url\":\"ws://10.7.1.1:8080/clasp\""), "--no-broadcast");
    relay.close();
    assertThat(browser.awaitOutput(GONE, DEADLINE).group()).isNotEmpty();
  }

  @Test
  void theRelayTakesAnotherNameIfOneIsTaken() throws Exception {
    avahi.publish("Stage", 9000, "version=2", "name=Stage", "features=pse", "ws=9000");
    ChildProcess browser = avahi.browse();
    relayHost.relay("--ws-port", "8080", "--name", "Stage", "--mdns");
    browser.awaitOutput(
        Pattern.compile("=;b0;IPv4;Stage\\\\032\\(2\\)|=;b0;IPv4;Stage\\\\032\\\\0402\\\\041"),
        DEADLINE);
    assertThat(browser.output()).doesNotContain("-;b0;IPv4;Stage;");
  }

  /** As the reference announces itself: version 2, and nothing that only we say. */
  @Test
  void aServiceOfAvahiIsFound() throws Exception {
    avahi.publish("Desk", 9000, "version=2", "name=Desk", "features=pse", "ws=9000");
    assertThat(relayHost.awaitFound(all -> all.contains("\"name\":\"Desk\""), "--no-broadcast"))
        .contains("\"id\":\"Desk._clasp._tcp.local.\"")
        .contains("\"url\":\"ws://10.7.1.2:9000/clasp\"")
        .contains("\"features\":[\"param\",\"event\",\"stream\"]");
  }
}
