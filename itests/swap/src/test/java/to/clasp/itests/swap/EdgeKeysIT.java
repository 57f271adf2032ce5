package to.clasp.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.failover.FreePort;

/**
 * Every key of the edges' configurations is changed, and changed back, under a client of the edge
 * and under the router's other sessions. Only keys that move the place where the client is may cut
 * it; others are served on.
 */
class EdgeKeysIT {
  private static final Logger LOG = Logger.getLogger("to.clasp");

  @TempDir static Path folder;

  private static EdgeHost host;
  private static Identity identity;

  private final List<String> refused = new ArrayList<>();
  private final Handler handler = new Refusals();
  private Witness witness;

  /** What a change does to a client. */
  private enum Effect {
    NOTHING,
    /** It may be cut, and is served where the edge is then. */
    MAY_MOVE,
    /** It is cut, and not served until the change is taken back. */
    ENDS
  }

  /** What is changed at a time: mostly one key, and those that it does not go without. */
  private record Change(Map<String, Object> keys, Effect effect) {}

  /** What is configured, and whose client sees it. */
  private record Edge(
      String bundle,
      String type,
      String pid,
      Map<String, Object> base,
      LiveClient.Connecting clients) {}

  private final class Refusals extends Handler {
    @Override
    public void publish(LogRecord event) {
      if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
        refused.add(event.getMessage() + " " + Arrays.toString(event.getParameters()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeAll
  static void start() throws Exception {
    identity = new Identity(folder);
    host = new EdgeHost(folder.resolve("storage"));
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
  }

  @BeforeEach
  void watch() {
    LOG.addHandler(handler);
    witness = host.witness();
  }

  @AfterEach
  void stopWatching() {
    LOG.removeHandler(handler);
    witness.close();
  }

  private static Change stays(Object... keysAndValues) {
    return new Change(map(keysAndValues), Effect.NOTHING);
  }

  private static Change mayMove(Object... keysAndValues) {
    return new Change(map(keysAndValues), Effect.MAY_MOVE);
  }

  private static Change ends(Object... keysAndValues) {
    return new Change(map(keysAndValues), Effect.ENDS);
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String[] list(String... values) {
    return values;
  }

  @Test
  void osc() throws Exception {
    Edge edge =
        new Edge(
            "clasp-osc",
            "to.clasp.osc.internal.OscConfig",
            "to.clasp.osc~keys",
            map("host", "127.0.0.1", "port", FreePort.find(), "tcpPort", FreePort.find()),
            SocketClient::osc);
    List<Change> changes = new ArrayList<>(ofTls());
    changes.addAll(
        List.of(
            mayMove("host", "127.0.0.2"),
            mayMove("port", FreePort.find()),
            mayMove("tcpPort", FreePort.find()),
            stays("framing", "slip"),
            stays("namespace", "/other"),
            stays("roots", list("/mqtt")),
            stays("events", list("/osc/cue/**")),
            stays("types", "hd"),
            stays("targets", list("127.0.0.1:" + FreePort.find() + " udp /osc/**")),
            stays("replyPorts", list("10.0.0.0/8=9000")),
            stays("subscriberNetworks", list("127.0.0.0/8")),
            stays("autoSubscribe", true),
            stays("queries", true),
            stays("xremote", true),
            stays("echo", true),
            stays("sessionTimeoutSeconds", 60),
            stays("maxSessions", 7),
            stays("maxSessionsPerSource", 7),
            stays("maxNewSessionsPerSecond", 50),
            stays("maxDatagramsPerSecond", 1000),
            stays("maxPacketBytes", 4096),
            stays("maxScheduled", 5),
            stays("maxDelaySeconds", 5),
            mayMove("broadcast", true),
            mayMove("multicastInterface", "lo"),
            mayMove("webSocketPath", "/other"),
            mayMove("oscQueryPath", "/query")));
    changeEveryKey(edge, changes.toArray(Change[]::new));
  }

  @Test
  void mqtt() throws Exception {
    Edge edge =
        new Edge(
            "clasp-mqtt",
            "to.clasp.mqtt.internal.MqttConfig",
            "to.clasp.mqtt~keys",
            map("host", "127.0.0.1", "port", FreePort.find()),
            SocketClient::mqtt);
    List<Change> changes = new ArrayList<>(ofTls());
    changes.addAll(
        List.of(
            mayMove("host", "127.0.0.2"),
            mayMove("port", FreePort.find()),
            stays("namespace", "/other"),
            stays("events", list("cue/#")),
            stays("echo", true),
            stays("userProperties", false),
            stays("emptyRetained", "null"),
            stays("maxPacketBytes", 4096),
            stays("receiveMaximum", 10),
            stays("maxInflight", 10),
            stays("maxQueuedMessages", 10),
            stays("maxQueuedBytes", 65536L),
            stays("maxTopicAliases", 0),
            stays("maxSessionExpirySeconds", 60L),
            stays("idleTimeoutSeconds", 200),
            stays("connectTimeoutSeconds", 20),
            stays("maxClients", 5)));
    changeEveryKey(edge, changes.toArray(Change[]::new));
  }

  /** Who came in plain text stays, whatever is asked of those that come. */
  private static List<Change> ofTls() {
    Map<String, Object> own = new HashMap<>(identity.settings());
    Map<String, Object> asking = new HashMap<>(own);
    asking.put("clientCertificates", "optional");
    asking.put("clientCaFile", own.get("certificateFile"));
    return List.of(
        new Change(own, Effect.NOTHING),
        new Change(asking, Effect.NOTHING),
        stays("selfSigned", true),
        stays("selfSigned", true, "tlsOnly", true));
  }

  @Test
  void rendezvous() throws Exception {
    Edge edge =
        new Edge(
            "clasp-rendezvous",
            "to.clasp.rendezvous.internal.server.RendezvousConfig",
            "to.clasp.rendezvous",
            Map.of(),
            unused -> HttpDevice.register(host.web()));
    changeEveryKey(
        edge,
        stays("ttlSeconds", 200),
        stays("maxDevices", 50),
        stays("maxBytes", 65536),
        stays("maxDeviceBytes", 1024),
        stays("maxDevicesPerSource", 10),
        stays("maxChangesPerMinute", 100),
        stays("urlSchemes", list("wss")),
        stays("owner", "strict"),
        stays("registerNeeds", "none"),
        stays("discoverNeeds", "none"),
        stays("address", "/x"),
        stays("storeFile", folder.resolve("devices").toString()));
  }

  @Test
  void registration() throws Exception {
    host.configure("to.clasp.rendezvous", Map.of());
    Path token = Files.writeString(folder.resolve("token"), "cpsk_0123\n");
    Edge edge =
        new Edge(
            "clasp-rendezvous",
            "to.clasp.rendezvous.internal.relay.SelfRegistrationConfig",
            "to.clasp.rendezvous.registration",
            map("url", host.web().toString(), "name", "stage", "publicHost", "127.0.0.1"),
            with -> HttpDevice.lookFor(host.web(), (String) with.get("name")));
    changeEveryKey(
        edge,
        stays("url", "http://localhost:" + host.web().getPort()),
        mayMove("name", "hall"),
        stays("publicHost", "127.0.0.3"),
        stays("endpoints", list("ws=ws://proxy:1")),
        stays("tags", list("t")),
        stays("publicKey", "K"),
        stays("tokenFile", token.toString()));
    host.delete("to.clasp.rendezvous");
  }

  @Test
  void discovery() throws Exception {
    Edge edge =
        new Edge(
            "clasp-discovery",
            "to.clasp.discovery.internal.DiscoveryConfig",
            "to.clasp.discovery",
            map("mdns", false, "discoveryPort", FreePort.find(), "interfaces", list("lo")),
            DatagramClient::discovery);
    changeEveryKey(
        edge,
        stays("name", "hall"),
        stays("mdns", true),
        mayMove("discoveryPort", FreePort.find()),
        stays("interfaces", list()),
        stays("searchSeconds", 1),
        stays("rendezvousUrl", "http://127.0.0.1:1"),
        stays("rendezvousTag", "t"),
        ends("announce", false));
  }

  /** The session lives on as long as its network may do the same. */
  @Test
  void networks() throws Exception {
    Map<String, Object> port =
        map("host", "127.0.0.1", "port", FreePort.find(), "tcpPort", FreePort.find());
    String everything = "127.0.0.0/8=admin:/**";
    Edge edge =
        new Edge(
            "clasp-auth",
            "to.clasp.auth.internal.network.NetworkConfig",
            "to.clasp.auth.network~osc",
            map("transport", "osc", "allow", list(everything)),
            unused -> SocketClient.osc(port));
    host.letIn(false);
    host.configure(
        "to.clasp.auth.network~mqtt", map("transport", "mqtt", "allow", list(everything)));
    host.configure("to.clasp.osc~networks", port);
    changeEveryKey(
        edge,
        stays("allow", list(everything, "10.0.0.0/8=read:/**")),
        ends("allow", list("127.0.0.0/8=read:/none")),
        ends("transport", "mqtt"));
    host.delete("to.clasp.osc~networks");
    host.delete("to.clasp.auth.network~mqtt");
    host.letIn(true);
  }

  private void changeEveryKey(Edge edge, Change... changes) throws Exception {
    Set<String> changed =
        Arrays.stream(changes)
            .flatMap(change -> change.keys().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(changed).isEqualTo(host.keys(edge.bundle(), edge.type()));
    host.configure(edge.pid(), edge.base());
    LiveClient client = edge.clients().to(edge.base());
    try {
      client.exchange();
      for (Change change : changes) {
        client = change(edge, change, client);
        assertThat(refused).as("refused with %s", change).isEmpty();
        witness.isServed();
      }
    } finally {
      client.close();
      host.delete(edge.pid());
    }
  }

  private LiveClient change(Edge edge, Change change, LiveClient client) throws Exception {
    Map<String, Object> next = new HashMap<>(edge.base());
    next.putAll(change.keys());
    try {
      host.configure(edge.pid(), next);
      if (change.effect() == Effect.NOTHING) {
        client.exchange();
        host.configure(edge.pid(), edge.base());
        client.exchange();
        return client;
      }
      if (change.effect() == Effect.ENDS) {
        client.awaitEnd();
      }
      client.close();
      if (change.effect() == Effect.MAY_MOVE) {
        try (LiveClient moved = edge.clients().to(next)) {
          moved.exchange();
        }
      }
      host.configure(edge.pid(), edge.base());
      LiveClient back = edge.clients().to(edge.base());
      back.exchange();
      return back;
    } catch (Exception e) {
      throw new AssertionError("not as it should be: " + change, e);
    }
  }
}
