package to.clasp.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import to.clasp.testkit.failover.FreePort;

/**
 * The bundles of the edges are stopped, updated and started with a client connected each time: it
 * is told, the rest is served on, and nothing is left behind.
 */
class EdgeCyclesIT {
  private static final Logger LOG = Logger.getLogger("to.clasp");
  private static final int CYCLES = 30;
  private static final int WARM_UP = 6;
  private static final int UPDATE_EVERY = 2;

  @TempDir static Path folder;

  private static EdgeHost host;

  /** A bundle, what is configured for it, and its clients. */
  private record Edge(
      String bundle,
      Map<String, Map<String, Object>> configurations,
      Callable<LiveClient> clients) {
    @Override
    public String toString() {
      return bundle;
    }
  }

  static Stream<Edge> edges() {
    Map<String, Object> osc =
        Map.of("host", "127.0.0.1", "port", FreePort.find(), "tcpPort", FreePort.find());
    Map<String, Object> mqtt = Map.of("host", "127.0.0.1", "port", FreePort.find());
    Map<String, Object> discovery =
        Map.of("interfaces", new String[] {"lo"}, "discoveryPort", FreePort.find());
    Map<String, Object> network =
        Map.of("transport", "osc", "allow", new String[] {"127.0.0.0/8=admin:/**"});
    return Stream.of(
        new Edge("clasp-osc", Map.of("to.clasp.osc~cycles", osc), () -> SocketClient.osc(osc)),
        new Edge("clasp-mqtt", Map.of("to.clasp.mqtt~cycles", mqtt), () -> SocketClient.mqtt(mqtt)),
        new Edge(
            "clasp-rendezvous",
            Map.of("to.clasp.rendezvous", Map.of()),
            () -> HttpDevice.register(host.web())),
        new Edge(
            "clasp-discovery",
            Map.of("to.clasp.discovery", discovery),
            () -> DatagramClient.discovery(discovery)),
        new Edge(
            "clasp-auth",
            Map.of("to.clasp.auth.network~cycles", network, "to.clasp.osc~cycles", osc),
            () -> SocketClient.osc(osc)));
  }

  @BeforeAll
  static void start() throws Exception {
    LOG.setLevel(Level.SEVERE);
    host = new EdgeHost(folder.resolve("storage"));
  }

  @AfterAll
  static void stop() throws Exception {
    LOG.setLevel(null);
    host.close();
  }

  @ParameterizedTest
  @MethodSource("edges")
  void cyclesLeaveNothingBehindAndDisturbNobody(Edge edge) throws Exception {
    for (var configuration : edge.configurations().entrySet()) {
      host.configure(configuration.getKey(), configuration.getValue());
    }
    Traces traces = new Traces(new NettyMemory(host.bundle("clasp-netty")));
    try (Witness witness = host.witness()) {
      for (int i = 1; i <= WARM_UP; i++) {
        cycle(edge, i, traces, witness);
      }
      Traces.Picture before = traces.take();
      for (int i = WARM_UP + 1; i <= CYCLES; i++) {
        cycle(edge, i, traces, witness);
      }
      Traces.Picture after = traces.settled(before);
      assertThat(after).matches(it -> it.isWithin(before), "is within " + before);
      assertThat(traces.noted()).isGreaterThanOrEqualTo(CYCLES / UPDATE_EVERY);
    } finally {
      for (String pid : edge.configurations().keySet()) {
        host.delete(pid);
      }
      host.bundle(edge.bundle()).start();
    }
  }

  private static void cycle(Edge edge, int number, Traces traces, Witness witness)
      throws Exception {
    Bundle bundle = host.bundle(edge.bundle());
    bundle.stop();
    if (number % UPDATE_EVERY == 0) {
      bundle.update();
      host.refresh(bundle);
    }
    bundle.start();
    traces.note(bundle);
    try (LiveClient client = connected(edge)) {
      client.exchange();
      witness.isServed();
      bundle.stop();
      client.awaitEnd();
      witness.isServed();
    }
  }

  /** A port may open a moment after its bundle has started. */
  private static LiveClient connected(Edge edge) throws Exception {
    long end = System.nanoTime() + LiveClient.PATIENCE_MILLIS * 1_000_000L;
    while (true) {
      try {
        return edge.clients().call();
      } catch (ConnectException notYet) {
        assertThat(System.nanoTime()).as("%s", notYet).isLessThan(end);
      }
      Thread.sleep(5);
    }
  }
}
