package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.p2p.PeerEvent.Data;
import to.clasp.p2p.SendResult;

/** Messages to a peer that returns them byte by byte the way they came. */
final class Echoes {
  private final Node node;
  private final BlockingQueue<Data> reliable = new LinkedBlockingQueue<>();
  private final BlockingQueue<Data> unreliable = new LinkedBlockingQueue<>();
  private final Random random = new Random(1);
  private final Duration deadline;

  Echoes(Node node) {
    this(node, Node.DEADLINE);
  }

  Echoes(Node node, Duration deadline) {
    this.node = node;
    this.deadline = deadline;
    node.peer()
        .listen(
            event -> {
              if (event instanceof Data data) {
                (data.reliable() ? reliable : unreliable).add(data);
              }
            });
  }

  /** One message each, reliable and not, there and back. */
  void exchange(String peer, SendResult way, int size) throws Exception {
    exchangeReliable(peer, way, size);
    byte[] message = message(size);
    Data back = null;
    // One of these may get lost.
    for (int i = 0; i < 20 && back == null; i++) {
      assertThat(send(peer, message, false)).isEqualTo(way);
      back = unreliable.poll(1, TimeUnit.SECONDS);
    }
    check(back, peer, message);
  }

  void exchangeReliable(String peer, SendResult way, int size) throws Exception {
    byte[] message = message(size);
    assertThat(send(peer, message, true)).isEqualTo(way);
    check(reliable.poll(deadline.toSeconds(), TimeUnit.SECONDS), peer, message);
  }

  private SendResult send(String peer, byte[] message, boolean arrives) throws Exception {
    return node.peer()
        .send(peer, message, arrives)
        .toCompletableFuture()
        .get(deadline.toSeconds(), TimeUnit.SECONDS);
  }

  private byte[] message(int size) {
    byte[] message = new byte[size];
    random.nextBytes(message);
    return message;
  }

  private static void check(Data back, String peer, byte[] message) {
    assertThat(back).as("what comes back").isNotNull();
    assertThat(back.peer()).isEqualTo(peer);
    assertThat(Arrays.equals(back.bytes(), message))
        .as("%s bytes of %s are the same", back.bytes().length, message.length)
        .isTrue();
  }
}
