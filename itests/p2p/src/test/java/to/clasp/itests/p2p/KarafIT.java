package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.Karaf;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.SendResult;

/** A relay and a peer in Karaf, a peer outside, and a user who changes bundles meanwhile. */
@EnabledForJreRange(max = JRE.JAVA_23)
class KarafIT {
  private static final URI ROUTER = URI.create("ws://127.0.0.1:7330");

  /** The first start installs everything, which takes its time on a busy machine. */
  private static final Duration BOOT = Duration.ofSeconds(180);

  @TempDir private Path folder;
  private Karaf karaf;
  private ChildProcess process;
  private Node outside;

  @BeforeEach
  void start() throws Exception {
    OwnNetwork.require();
    karaf = Karaf.unpack(folder.resolve("karaf"));
    karaf.boot("bundle, shell, clasp-relay, clasp-p2p, test-peer", feature());
    // Nobody has logged in who could have the right to change bundles.
    karaf.configure("org.apache.karaf.command.acl.bundle");
    process = karaf.start();
    await("Karaf has started", BOOT, () -> listens(7330) && listens(KarafConsole.PORT));
    outside = Node.join(ROUTER);
  }

  /** A file with a feature of the bundles that are made here. */
  private String feature() throws IOException {
    Path peer = Files.write(folder.resolve("peer.jar"), KarafPeer.jar());
    Path console = Files.write(folder.resolve("console.jar"), KarafConsole.jar());
    String features =
        """
        <features name="test" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
          <feature name="test-peer">
            <feature>clasp-p2p</feature>
            <bundle>%s</bundle>
            <bundle>%s</bundle>
          </feature>
        </features>
        """;
    return Files.writeString(
            folder.resolve("features.xml"), features.formatted(peer.toUri(), console.toUri()))
        .toUri()
        .toString();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterEach
  void end() throws Exception {
    if (outside != null) {
      outside.close();
    }
    if (process != null) {
      process.close();
      // Else it would write into its folder while that is deleted.
      process.awaitExit(Node.DEADLINE);
    }
  }

  @Test
  void peersConnectAgainAfterStopStartUpdateAndRefreshWhileTheRelayServes() throws Exception {
    await("a connection", Node.DEADLINE, () -> echoes(0));
    String session = outside.id();

    run("bundle:stop clasp-p2p");
    await("the peer has left", Node.DEADLINE, () -> outside.peer().peers().isEmpty());
    connectsAgainAfter("bundle:start clasp-p2p");
    connectsAgainAfter("bundle:update clasp-p2p", "bundle:refresh clasp-p2p");
    connectsAgainAfter("bundle:update clasp-webrtc", "bundle:refresh clasp-webrtc");

    assertThat(outside.id()).as("the relay has kept the session").isEqualTo(session);
  }

  private void connectsAgainAfter(String... commands) throws Exception {
    int before = outside.events(Connected.class).size();
    for (String command : commands) {
      run(command);
    }
    await("connected after " + List.of(commands), Node.DEADLINE, () -> echoes(before));
  }

  private static void run(String command) throws IOException {
    assertThat(KarafConsole.run(command)).as(command).endsWith("done\n");
  }

  /** Whether a message goes and comes back directly, by a newer connection than so many. */
  private boolean echoes(int connections) {
    List<Connected> all = outside.events(Connected.class);
    if (all.size() <= connections) {
      return false;
    }
    String peer = all.get(all.size() - 1).peer();
    try {
      // A command of the user may end this connection, too: then the next one counts.
      new Echoes(outside, Duration.ofSeconds(5)).exchangeReliable(peer, SendResult.P2P, 100_000);
      return true;
    } catch (Exception | AssertionError e) {
      System.out.println("once more: " + e);
      return false;
    }
  }

  private void await(String what, Duration deadline, BooleanSupplier condition) throws Exception {
    try {
      Node.await(what, deadline, condition);
    } catch (AssertionError e) {
      throw new AssertionError(karaf.log() + process.output(), e);
    }
  }
}
