package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Welcome;

/** What the relay's port says to those who are no CLASP clients. */
class HttpIT {
  private static final String[] LOOPBACK = {"--host", "127.0.0.1", "--ws-port", "0"};

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> get(URI at, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path))
            .timeout(BackgroundRelay.DEADLINE)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thePortOfClientsTellsWhetherTheyAreServed() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start(LOOPBACK)) {
      assertThat(get(relay.uri(), "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(relay.uri(), "/readyz").body()).isEqualTo("ready\n");
      assertThat(get(relay.uri(), "/").body()).isEqualTo("ok\n");
      assertThat(get(relay.uri(), "/clasp").statusCode()).isEqualTo(404);
      TestClient.hello(relay.uri()).await(Welcome.class);
    }
  }

  @Test
  void aFileOpensAPortForHttpAlone(@TempDir Path directory) throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), directory.resolve("relay"));
    Files.writeString(
        tree.resolve("etc/to.clasp.http.listener-ops.cfg"), "host = 127.0.0.1\nport = 0\n");
    try (BackgroundRelay relay = BackgroundRelay.start(tree, Map.of(), LOOPBACK)) {
      String line =
          relay.awaitLine(each -> each.contains("clasp-relay: listening on http://127.0.0.1:"));
      URI uri = URI.create(line.replaceAll(".*listening on ", ""));
      assertThat(get(uri, "/readyz").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void onlyPagesOfTheOriginsOfTheFlagMayConnect() throws Exception {
    String[] flags = {
      "--host", "127.0.0.1", "-p", "0", "--allowed-origins", "https://a.example,https://b.example"
    };
    try (BackgroundRelay relay = BackgroundRelay.start(flags)) {
      connect(relay.uri(), "https://b.example").abort();
      assertThatThrownBy(() -> connect(relay.uri(), "https://evil.example"))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }
  }

  private WebSocket connect(URI uri, String origin) {
    return client
        .newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(uri, new WebSocket.Listener() {})
        .join();
  }

  @Test
  void aWrongOriginOfTheFlagEndsTheStart() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            "--host", "127.0.0.1", "-p", "0", "--allowed-origins", "example.org")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError()).contains("allowedOrigins", "example.org");
    }
  }
}
