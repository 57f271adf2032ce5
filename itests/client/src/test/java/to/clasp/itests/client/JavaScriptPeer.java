package to.clasp.itests.client;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import to.clasp.client.ClaspClient;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;

/** The JavaScript client in a process of its own; does what an event tells it, and prints. */
final class JavaScriptPeer implements AutoCloseable {
  private final ChildProcess node;
  private final ClaspClient clasp;
  private final String root;

  private JavaScriptPeer(ChildProcess node, ClaspClient clasp, String root) {
    this.node = node;
    this.clasp = clasp;
    this.root = root;
  }

  /** Waits until it has subscribed. */
  static JavaScriptPeer start(ClaspClient clasp, String root) throws InterruptedException {
    ChildProcess node =
        NpmClient.node(
            Map.of("CLASP_URL", clasp.endpoint().toString()),
            List.of("src/test/js/peer.mjs", root));
    JavaScriptPeer peer = new JavaScriptPeer(node, clasp, root);
    peer.awaitLine("{\"ready\":true}");
    return peer;
  }

  /** Begins a step. */
  void tell(String step, String argument) throws InterruptedException {
    Waits.get(clasp.emit(root + "/do", Map.of("step", step, "argument", argument)));
  }

  /** Takes a step to its end. */
  void take(String step, String argument) throws InterruptedException {
    tell(step, argument);
    awaitLine("{\"done\":\"" + step + "\"}");
  }

  void awaitLine(String line) throws InterruptedException {
    node.awaitOutput(Pattern.compile("(?m)^" + Pattern.quote(line) + "$"), Waits.DEADLINE);
  }

  /** What it printed about an address, as JSON. */
  List<String> told(String address) {
    return node.output()
        .lines()
        .filter(line -> line.startsWith("{\"address\":\"" + address + "\""))
        .toList();
  }

  String output() {
    return node.output();
  }

  int awaitExit() throws InterruptedException {
    return node.awaitExit(Waits.DEADLINE);
  }

  @Override
  public void close() {
    node.close();
  }
}
