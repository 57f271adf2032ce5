package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;

/**
 * The programs of liblo.
 *
 * @param port the relay's OSC port
 */
record Liblo(int port) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path OPEN_PORTS = Path.of("/proc/net/udp");
  private static final Path OPEN_PORTS_6 = Path.of("/proc/net/udp6");

  static Liblo on(int port) {
    ForeignPeer.require("oscsend", "apt-get install liblo-tools");
    return new Liblo(port);
  }

  /** Sends one message from a port of its own: address, types, values. */
  void send(String... message) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("oscsend", "127.0.0.1", String.valueOf(port)));
    command.addAll(List.of(message));
    try (ChildProcess sender = ChildProcess.start(Path.of("."), Map.of(), command)) {
      assertThat(sender.awaitExit(LIMIT)).as("%s", sender.output()).isZero();
    }
  }

  /** A display that has subscribed to a pattern. */
  Display subscribe(String pattern) throws IOException, InterruptedException {
    Display display = Display.open();
    send("/clasp/subscribe", "sis", pattern, String.valueOf(display.port()), "127.0.0.1");
    display.process().awaitOutput(Pattern.compile("(?m) /clasp/subscribed .*$"), LIMIT);
    return display;
  }

  /**
   * Prints what it is sent.
   *
   * @param port where it listens
   * @param process its process
   */
  record Display(int port, ChildProcess process) implements AutoCloseable {

    static Display open() throws IOException {
      int free;
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        free = socket.getLocalPort();
      }
      List<String> command = List.of("oscdump", "-L", String.valueOf(free));
      Display display = new Display(free, ChildProcess.start(Path.of("."), Map.of(), command));
      display.awaitPort();
      return display;
    }

    /** What is sent before is lost. */
    private void awaitPort() throws IOException {
      Pattern open = Pattern.compile("(?m)^ *\\d+: [0-9A-F]+:%04X ".formatted(port));
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!open.matcher(Files.readString(OPEN_PORTS)).find()
          && !open.matcher(Files.readString(OPEN_PORTS_6)).find()) {
        assertThat(System.nanoTime()).as("time to open port %s", port).isLessThan(end);
        LockSupport.parkNanos(1_000_000);
      }
    }

    /** All values until one was received: {@code /address types values}. */
    List<String> until(String last) throws InterruptedException {
      process.awaitOutput(Pattern.compile("(?m)^\\S+ " + Pattern.quote(last) + "$"), LIMIT);
      return received();
    }

    List<String> received() {
      return process
          .output()
          .lines()
          .map(line -> line.replaceFirst("^[0-9a-f]+\\.[0-9a-f]+ ", ""))
          .filter(line -> !line.startsWith("/clasp/"))
          .toList();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
