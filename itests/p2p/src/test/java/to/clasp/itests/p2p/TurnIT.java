package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.TurnServer;

/** Peers that reach nobody but a TURN server. */
class TurnIT {
  @TempDir private static Path folder;
  private static Nodes nodes;
  private static Coturn server;

  @BeforeAll
  static void start() throws Exception {
    nodes = new Nodes();
    server = Coturn.start(folder);
    OwnNetwork.allowOnlyRelays(Coturn.PORT, Coturn.RELAY_PORTS);
  }

  @AfterAll
  static void end() throws Exception {
    if (server != null) {
      OwnNetwork.restore();
      server.close();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  private static P2pConfig config(TurnServer turn) {
    return Node.CONFIG.withTurnServers(turn);
  }

  @Test
  void peersConnectByATurnServerThatBothLogInTo() throws Exception {
    Node a = nodes.join(config(server.account()));
    Node b = nodes.join(config(server.account()));
    a.connect(b);

    assertThat(a.send(b, "to")).isEqualTo(SendResult.P2P);
    assertThat(b.send(a, "fro")).isEqualTo(SendResult.P2P);
    assertThat(a.send(b, "x".repeat(200_000))).isEqualTo(SendResult.P2P);

    Node.await("the messages", () -> b.texts(a).size() == 2 && a.texts(b).size() == 1);
    assertThat(b.texts(a)).isEqualTo(List.of("to", "x".repeat(200_000)));
    server.awaitLog("user <anna>: incoming packet ALLOCATE processed, success");
  }

  @Test
  void aWrongPasswordConnectsNobody() throws Exception {
    Node a =
        nodes.join(config(server.account("wrong")).withConnectionTimeout(Duration.ofSeconds(2), 0));
    Node b = nodes.join(config(server.account()));

    assertThatThrownBy(
            () -> a.peer().connect(b.id()).toCompletableFuture().get(30, TimeUnit.SECONDS))
        .hasMessageContaining("no connection within 2000 ms");
    server.awaitLog("credentials are incorrect");
    assertThat(a.send(b, "round")).isEqualTo(SendResult.RELAY);
  }
}
