package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.failover.FreePort;

/** The rendezvous server of the relay, and a relay that registers there. */
class RendezvousIT {
  private static final long PAUSE_MILLIS = 50;
  private static final String[] NONE = {
    "--host", "127.0.0.1", "--ws-port", "0", "--rendezvous-port", "0"
  };

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = FreePort.find();
  private final String[] flags = {
    "--host", "127.0.0.1", "--ws-port", "0", "--rendezvous-port", Integer.toString(port)
  };

  private HttpResponse<String> send(int to, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to + "/api/v1/" + path))
            .timeout(BackgroundRelay.DEADLINE)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void register(int to, String name) throws Exception {
    String body = "{\"name\":\"" + name + "\",\"endpoints\":{\"ws\":\"ws://h:1\"}}";
    assertThat(send(to, "POST", "register", body).statusCode()).isEqualTo(201);
  }

  private String await(int at, Predicate<String> wanted) throws Exception {
    Instant deadline = Instant.now().plus(BackgroundRelay.DEADLINE);
    while (true) {
      String found = send(at, "GET", "discover", "").body();
      if (wanted.test(found)) {
        return found;
      }
      assertThat(Instant.now()).as(found).isBefore(deadline);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Test
  void itHasAPortOfItsOwnAndIsOnThatOfTheClientsToo() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start(flags)) {
      int clients = relay.uri().getPort();
      register(clients, "a");
      register(port, "b");
      assertThat(send(port, "GET", "discover", "").body()).contains("\"a\"", "\"b\"");
      assertThat(send(clients, "GET", "discover", "").body()).contains("\"a\"", "\"b\"");
      TestClient.hello(relay.uri()).await(Welcome.class);
    }
  }

  @Test
  void portZeroIsOff() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start(NONE)) {
      assertThat(send(relay.uri().getPort(), "GET", "health", "").statusCode()).isEqualTo(404);
      assertThat(relay.errors()).noneMatch(line -> line.contains("listening on http"));
    }
  }

  @Test
  void aloneItIsNoRelay() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start("--no-websocket", "--rendezvous-port", Integer.toString(port))) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError()).contains("nothing to listen on");
    }
  }

  @Test
  void aRelayRegistersAtAnotherOneAndLeavesWhenItEnds() throws Exception {
    try (BackgroundRelay directory = BackgroundRelay.start(flags)) {
      directory.uri();
      try (BackgroundRelay relay =
          BackgroundRelay.start(
              "--host",
              "127.0.0.1",
              "--ws-port",
              "0",
              "--tcp-port",
              "0",
              "--name",
              "Stage",
              "--rendezvous-port",
              "0",
              "--rendezvous-url",
              "http://127.0.0.1:" + port,
              "--public-host",
              "127.0.0.1")) {
        String found = await(port, devices -> devices.contains("\"tcp\""));
        assertThat(found)
            .contains("\"name\":\"Stage\"", "\"timeline\"", "\"tcp\":\"tcp://127.0.0.1:");
        String url = found.replaceAll(".*\"ws\":\"([^\"]*)\".*", "$1");
        TestClient.hello(URI.create(url)).await(Welcome.class);
        relay.terminate();
        assertThat(relay.awaitExit()).isZero();
        await(port, devices -> devices.equals("[]"));
      }
    }
  }

  /** Every key may be edited: clients stay connected, and so do devices. */
  @Test
  void everyKeyOfItsFilesTakesEffectUnderAConnectedClient(@TempDir Path folder) throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), folder.resolve("relay"));
    Path file = tree.resolve("etc/to.clasp.rendezvous.cfg");
    try (BackgroundRelay relay = BackgroundRelay.start(tree, Map.of(), flags)) {
      TestClient connected = TestClient.hello(relay.uri());
      connected.await(Welcome.class);
      register(port, "before");
      edit(file, "ttlSeconds = 200");
      awaitStatus(201, "", "\"ttl\":200");
      edit(file, "maxDevicesPerSource = 1");
      awaitStatus(429, "", "too many devices");
      edit(file, "maxChangesPerMinute = 1");
      awaitStatus(429, "", "too many requests");
      edit(file, "maxDeviceBytes = 256");
      awaitStatus(422, ",\"tags\":[\"" + "t".repeat(60) + "\",\"" + "u".repeat(60) + "\"]", "256");
      edit(file, "urlSchemes = wss");
      awaitStatus(422, "", "wss");
      String first = send(port, "GET", "discover?limit=1", "").body();
      String refresh = "refresh/" + first.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
      edit(file, "owner = strict");
      awaitTrue(() -> send(port, "POST", refresh, "").statusCode() == 403);
      edit(file, "registerNeeds = none\ndiscoverNeeds = none\naddress = /x");
      awaitTrue(() -> send(port, "POST", refresh, "").statusCode() == 200);
      edit(file, "storeFile = " + folder.resolve("devices"));
      awaitTrue(() -> Files.exists(folder.resolve("devices")));
      assertThat(send(port, "GET", "discover?limit=1000", "").body()).contains("\"before\"");
      edit(file, "maxBytes = 49152\nmaxDevices = 1");
      awaitTrue(() -> send(port, "GET", "discover", "").body().split("\"id\"").length == 2);
      edit(file, "ttlSeconds = 0");
      relay.awaitLine(line -> line.contains("ERROR") && line.contains("ttlSeconds"));
      int other = FreePort.find();
      edit(
          tree.resolve("etc/to.clasp.rendezvous.registration.cfg"),
          "url = http://127.0.0.1:" + other + "\npublicHost = h\nname = n\ntags = t");
      relay.awaitLine(line -> line.contains("not registered at http://127.0.0.1:" + other));
      edit(
          tree.resolve("etc/to.clasp.rendezvous.registration.cfg"),
          "url = http://127.0.0.1:" + port + "\npublicKey = K\nendpoints = ws=ws://proxy:1");
      await(port, devices -> devices.contains("ws://proxy:1"));
      TestClient.hello(relay.uri()).await(Welcome.class);
      connected.send(Set.of("/rendezvous", Value.of(1)));
      connected.await(Ack.class);
    }
  }

  private static void edit(Path file, String text) throws Exception {
    Files.writeString(file, text + "\n");
  }

  private void awaitStatus(int status, String more, String text) throws Exception {
    String body = "{\"name\":\"n\",\"endpoints\":{\"ws\":\"ws://h:1\"}" + more + "}";
    awaitTrue(
        () -> {
          HttpResponse<String> answer = send(port, "POST", "register", body);
          return answer.statusCode() == status && answer.body().contains(text);
        });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void awaitTrue(Condition condition) throws Exception {
    Instant deadline = Instant.now().plus(BackgroundRelay.DEADLINE);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
