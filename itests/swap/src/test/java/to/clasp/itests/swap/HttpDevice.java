package to.clasp.itests.swap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A device that is registered at the rendezvous server, and looks whether it is found. */
final class HttpDevice implements LiveClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PAUSE_MILLIS = 10;

  private final URI server;
  private final String wanted;

  private HttpDevice(URI server, String wanted) {
    this.server = server;
    this.wanted = wanted;
  }

  /** Registers, as soon as the server answers. */
  static LiveClient register(URI server) throws Exception {
    HttpDevice device = new HttpDevice(server, "\"name\":\"lamp\"");
    String body = "{\"name\":\"lamp\",\"endpoints\":{\"ws\":\"ws://192.0.2.1:1\"}}";
    device.await(() -> device.ask("POST", "register", body).statusCode() == 201, "registered");
    return device;
  }

  /** Looks for a device that somebody else registers. */
  static LiveClient lookFor(URI server, String name) throws Exception {
    return new HttpDevice(server, "\"name\":\"" + name + "\"");
  }

  @Override
  public void exchange() throws Exception {
    await(() -> ask("GET", "discover?limit=1000", "").body().contains(wanted), "found");
  }

  @Override
  public void awaitEnd() throws Exception {
    await(() -> ask("GET", "discover?limit=1000", "").statusCode() == 404, "without a server");
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition, String what) throws Exception {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("not " + what + ": " + wanted);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
            .timeout(Duration.ofMillis(PATIENCE_MILLIS))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    // the device is forgotten with its server, or after its time
  }
}
