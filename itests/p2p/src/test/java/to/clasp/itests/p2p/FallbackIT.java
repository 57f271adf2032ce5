package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.SendResult;

/** Networks where the direct way is blocked, comes and goes, or is bad. */
class FallbackIT {
  private static Nodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new Nodes();
  }

  @AfterEach
  void leave() throws Exception {
    OwnNetwork.restore();
    nodes.leave();
  }

  @AfterAll
  static void end() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void whereIceIsBlockedMessagesGoThroughTheRouterUntilItIsNot() throws Exception {
    OwnNetwork.blockDatagrams();
    Node a = nodes.join(Node.CONFIG.withConnectionTimeout(Duration.ofSeconds(2), 3));
    Node b = nodes.join();

    assertThatThrownBy(
            () -> a.peer().connect(b.id()).toCompletableFuture().get(30, TimeUnit.SECONDS))
        .hasMessageContaining("no connection within 2000 ms");
    assertThat(a.events(ConnectionFailed.class).get(0).reason()).endsWith("(using relay)");
    assertThat(a.send(b, "round")).isEqualTo(SendResult.RELAY);
    Node.await("the message", () -> b.texts(a).equals(List.of("round")));

    OwnNetwork.restore();
    Node.await("the direct way is found", () -> a.peer().isConnected(b.id()));
    assertThat(a.send(b, "straight")).isEqualTo(SendResult.P2P);
    Node.await("the message", () -> b.texts(a).equals(List.of("round", "straight")));
  }

  @Test
  void aStreamSurvivesTheWayThroughTheRouterAndBack() throws Exception {
    Node a = nodes.join();
    Node b = nodes.join();
    a.connect(b);
    List<SendResult> ways = new ArrayList<>();

    stream(a, b, ways, SendResult.P2P, 200);
    OwnNetwork.blockDatagrams();
    stream(a, b, ways, SendResult.RELAY, 200);
    OwnNetwork.restore();
    stream(a, b, ways, SendResult.P2P, 200);

    List<String> wanted = IntStream.range(0, ways.size()).mapToObj(String::valueOf).toList();
    Node.await("all messages", () -> b.texts(a).size() >= wanted.size());
    assertThat(b.texts(a)).isEqualTo(wanted);
  }

  /** Sends until so many have gone one way. */
  private static void stream(Node a, Node b, List<SendResult> ways, SendResult wanted, int count)
      throws Exception {
    long end = System.nanoTime() + Node.DEADLINE.toNanos();
    for (int done = 0; done < count; ) {
      SendResult way = a.send(b, "" + ways.size());
      ways.add(way);
      done += way == wanted ? 1 : 0;
      assertThat(System.nanoTime()).as("%s after %s messages", wanted, done).isLessThan(end);
      if (way != wanted) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  @Test
  void reliableMessagesArriveOverASlowNetworkThatLosesMuch() throws Exception {
    Node a = nodes.join();
    Node b = nodes.join();
    a.connect(b);
    OwnNetwork.slowDown();
    OwnNetwork.loseDatagrams(2);
    byte[] large = new byte[300_000];
    List<CompletionStage<SendResult>> sending = new ArrayList<>();

    for (int i = 0; i < 1000; i++) {
      sending.add(a.peer().send(b.id(), ("" + i).getBytes(), true));
      a.peer().send(b.id(), new byte[500], false);
    }
    sending.add(a.peer().send(b.id(), large, true));
    for (CompletionStage<SendResult> each : sending) {
      each.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    Node.await("all messages", Duration.ofSeconds(60), () -> b.texts(a).size() == 1001);
    assertThat(b.texts(a).subList(0, 1000))
        .isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
    Node.await("an unreliable message", () -> !b.loose(a).isEmpty());
  }
}
