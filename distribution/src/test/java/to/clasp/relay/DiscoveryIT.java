package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Welcome;

/** The flags of discovery on the shipped tree; what is found is tested in itests/discovery. */
class DiscoveryIT {
  private static final String[] LOOPBACK = {"--host", "127.0.0.1", "--ws-port", "0"};

  private static BackgroundRelay start(String... flags) throws Exception {
    String[] all = new String[LOOPBACK.length + flags.length];
    System.arraycopy(LOOPBACK, 0, all, 0, LOOPBACK.length);
    System.arraycopy(flags, 0, all, LOOPBACK.length, flags.length);
    return BackgroundRelay.start(all);
  }

  @Test
  void quicAndDiscoveryOnOnePortAreRefusedInOneLine() throws Exception {
    try (BackgroundRelay relay =
        start("--quic-port", "7331", "--self-signed", "--discovery-port", "7331")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError())
          .startsWith("clasp-relay: --quic-port 7331 and --discovery-port 7331 exclude each other");
    }
  }

  @Test
  void aPortThatIsTakenEndsTheStart() throws Exception {
    try (DatagramSocket other = new DatagramSocket(0)) {
      String port = String.valueOf(other.getLocalPort());
      try (BackgroundRelay relay = start("--discovery-port", port)) {
        assertThat(relay.awaitExit()).isEqualTo(1);
        assertThat(relay.lastError())
            .contains("cannot listen for discovery", port + "/udp", "QUIC");
      }
    }
  }

  @Test
  void aRelayThatOnlyThisHostReachesSaysThatNobodyFindsIt() throws Exception {
    try (BackgroundRelay relay = start("--discovery-port", String.valueOf(freePort()))) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      assertThat(relay.awaitLine(line -> line.contains("no other host can find"))).contains("WARN");
    }
  }

  private static int freePort() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
