package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.failover.FreePort;

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
    try (BackgroundRelay relay = start("--discovery-port", String.valueOf(FreePort.find()))) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      assertThat(relay.awaitLine(line -> line.contains("no other host can find"))).contains("WARN");
    }
  }

  /** What nobody hears without other hosts (mDNS, searches) must at least disturb nobody. */
  @Test
  void everyKeyOfItsFileTakesEffectUnderAConnectedClient(@TempDir Path folder) throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), folder.resolve("relay"));
    Path file = tree.resolve("etc/to.clasp.discovery.cfg");
    int port = FreePort.find();
    String mute = "mdns = false\ndiscoveryPort = ";
    Files.writeString(file, mute + port + "\n");
    try (BackgroundRelay relay = BackgroundRelay.start(tree, Map.of(), LOOPBACK)) {
      TestClient connected = TestClient.hello(relay.uri());
      connected.await(Welcome.class);
      awaitAnswer(port, "CLASP Relay");
      Files.writeString(file, mute + port + "\nname = Hall\n");
      awaitAnswer(port, "Hall");
      int other = FreePort.find();
      Files.writeString(file, mute + other + "\nname = Hall\n");
      awaitAnswer(other, "Hall");
      Files.writeString(file, mute + other + "\ninterfaces = nowhere\n");
      awaitSilence(other);
      Files.writeString(file, "mdns = true\ndiscoveryPort = " + other + "\ninterfaces = lo\n");
      awaitAnswer(other, "CLASP Relay");
      Files.writeString(
          file,
          mute
              + other
              + "\nsearchSeconds = 1\nrendezvousUrl = http://127.0.0.1:1\nrendezvousTag = t\nname = X");
      awaitAnswer(other, "X");
      Files.writeString(file, mute + other + "\nsearchSeconds = 0\n");
      relay.awaitLine(line -> line.contains("configuration not taken") && line.contains("Seconds"));
      awaitAnswer(other, "X");
      Files.writeString(file, mute + other + "\nannounce = false\n");
      awaitSilence(other);
      connected.send(Set.of("/discovery", Value.of(1)));
      connected.await(Ack.class);
    }
  }

  private static void awaitAnswer(int port, String name) throws Exception {
    Instant deadline = Instant.now().plus(BackgroundRelay.DEADLINE);
    for (String got = answer(port); !got.startsWith(name); got = answer(port)) {
      assertThat(Instant.now()).as(got).isBefore(deadline);
    }
  }

  private static void awaitSilence(int port) throws Exception {
    Instant deadline = Instant.now().plus(BackgroundRelay.DEADLINE);
    for (String got = answer(port); !got.isEmpty(); got = answer(port)) {
      assertThat(Instant.now()).as(got).isBefore(deadline);
    }
  }

  /** The name that is answered within a moment, or nothing. */
  private static String answer(int port) throws Exception {
    byte[] hello = HexFormat.of().parseHex("530100100101000009446973636f766572790000");
    InetAddress host = InetAddress.getByName("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, host)) {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(hello, hello.length, host, port));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      return ((Welcome) FrameCodec.decode(answer.getData(), 0, answer.getLength()).message())
          .name();
    } catch (SocketTimeoutException silence) {
      return "";
    }
  }
}
