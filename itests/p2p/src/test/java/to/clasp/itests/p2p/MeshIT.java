package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.SendResult;

/** Everybody is connected to everybody. */
class MeshIT {
  private static final int MESSAGES = 1000;

  private static Nodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new Nodes();
  }

  @AfterEach
  void leave() {
    nodes.leave();
  }

  @AfterAll
  static void end() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8})
  void everyPairExchangesMessagesInOrderAndTheMeshHeals(int size) throws Exception {
    List<Node> mesh = new ArrayList<>(nodes.join(size));
    connectAll(mesh);
    exchange(mesh, "first", MESSAGES);

    Node dead = mesh.remove(size - 1);
    String deadId = dead.id();
    dead.die();
    for (Node node : mesh) {
      Node.await(
          "the loss is seen",
          () ->
              node.events(Disconnected.class).stream()
                  .anyMatch(event -> event.peer().equals(deadId)));
    }
    Node again = nodes.join();
    mesh.add(again);
    for (Node node : mesh.subList(0, size - 1)) {
      Node.await("the newcomer is announced", () -> node.knows(again));
      node.connect(again);
    }
    exchange(mesh, "second", 100);
  }

  private static void connectAll(List<Node> mesh) throws Exception {
    List<CompletionStage<Void>> connecting = new ArrayList<>();
    for (Node one : mesh) {
      for (Node other : mesh) {
        // From both sides: glare is what happens when everybody starts at once.
        if (one != other) {
          connecting.add(one.peer().connect(other.id()));
        }
      }
    }
    for (CompletionStage<Void> each : connecting) {
      each.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private static void exchange(List<Node> mesh, String round, int count) throws Exception {
    List<CompletionStage<SendResult>> sending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (Node one : mesh) {
        for (Node other : mesh) {
          if (one != other) {
            sending.add(one.peer().send(other.id(), (round + i).getBytes(), true));
          }
        }
      }
    }
    int direct = 0;
    for (CompletionStage<SendResult> each : sending) {
      SendResult way = each.toCompletableFuture().get(60, TimeUnit.SECONDS);
      direct += way == SendResult.P2P ? 1 : 0;
    }
    // A machine that stands still for seconds interrupts connections; then some go the other way.
    assertThat(direct).isGreaterThan(sending.size() * 9 / 10);
    List<String> wanted = IntStream.range(0, count).mapToObj(i -> round + i).toList();
    for (Node one : mesh) {
      for (Node other : mesh) {
        if (one != other) {
          Node.await("messages", () -> ofRound(one, other, round).size() >= count);
          assertThat(ofRound(one, other, round)).isEqualTo(wanted);
        }
      }
    }
  }

  private static List<String> ofRound(Node to, Node from, String round) {
    return to.texts(from).stream().filter(text -> text.startsWith(round)).toList();
  }
}
