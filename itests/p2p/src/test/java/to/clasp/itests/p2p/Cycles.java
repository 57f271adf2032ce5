package to.clasp.itests.p2p;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.PeerToPeer;

/**
 * Connects and disconnects two peers again and again, and tells what of this process is used for
 * it, seen in {@code /proc}. A program, so that nothing else is in the process.
 */
final class Cycles {
  static final int COUNT = 200;

  /** After so many all code is loaded and compiled, and all pools have their size. */
  private static final int WARM_UP = 50;

  private final Node a;
  private final Node b;

  private Cycles(Node a, Node b) {
    this.a = a;
    this.b = b;
  }

  private void run(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Node first = i % 2 == 0 ? a : b;
      Node second = i % 2 == 0 ? b : a;
      first.connect(second);
      int before = second.texts(first).size();
      first.send(second, "" + i);
      Node.await("the message", () -> second.texts(first).size() > before);
      first.peer().disconnect(second.id());
      Node.await("the end", () -> PeerToPeer.ofProcess().status().openConnections() == 0);
    }
  }

  private static String usage() throws IOException {
    P2pStatus status = PeerToPeer.ofProcess().status();
    return "threads=%d sockets=%d rss=%d created=%d leaked=%d"
        .formatted(
            count("task", ""),
            count("fd", "socket:"),
            residentKilobytes(),
            status.createdConnections(),
            status.leakedBytes());
  }

  /** How many entries of a folder of {@code /proc/self} are links to something, or exist. */
  private static long count(String folder, String target) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self", folder))) {
      return all.filter(each -> target.isEmpty() || isLinkTo(each, target)).count();
    }
  }

  private static boolean isLinkTo(Path link, String target) {
    try {
      return Files.readSymbolicLink(link).toString().startsWith(target);
    } catch (IOException e) {
      // Closed since it was listed, as the list itself.
      return false;
    }
  }

  private static long residentKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS");
  }

  /**
   * Runs the cycles.
   *
   * @param arguments the router
   */
  public static void main(String[] arguments) throws Exception {
    URI router = URI.create(arguments[0]);
    try (Node a = Node.join(router);
        Node b = Node.join(router)) {
      for (Node node : List.of(a, b)) {
        Node.await("both are announced", () -> !node.peer().peers().isEmpty());
      }
      Cycles cycles = new Cycles(a, b);
      cycles.run(WARM_UP);
      System.out.println("before " + usage());
      for (int i = 0; i < 4; i++) {
        cycles.run(COUNT / 4);
        System.out.println((i == 3 ? "after " : "while ") + usage());
      }
    }
  }
}
