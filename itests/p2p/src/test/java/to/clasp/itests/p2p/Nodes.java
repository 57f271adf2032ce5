package to.clasp.itests.p2p;

import java.util.ArrayList;
import java.util.List;
import to.clasp.itests.support.Relay;
import to.clasp.p2p.P2pConfig;

/** A relay and nodes on it. */
final class Nodes implements AutoCloseable {
  private final Relay relay;
  private final List<Node> all = new ArrayList<>();

  Nodes() throws InterruptedException {
    OwnNetwork.require();
    relay = Relay.start();
  }

  Relay relay() {
    return relay;
  }

  Node join() {
    return join(Node.CONFIG);
  }

  Node join(P2pConfig config) {
    Node node = Node.join(relay.uri(), config);
    all.add(node);
    return node;
  }

  /** So many, each of which knows all others. */
  List<Node> join(int count) throws InterruptedException {
    List<Node> joined = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      joined.add(join());
    }
    for (Node node : joined) {
      for (Node other : joined) {
        Node.await("all are announced", () -> node == other || node.knows(other));
      }
    }
    return joined;
  }

  /** All leave; the relay stays for the next test. */
  void leave() {
    all.forEach(Node::close);
    all.clear();
  }

  @Override
  public void close() {
    leave();
    relay.close();
  }
}
