package to.clasp.rendezvous.internal.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.http.internal.RoutePort;
import to.clasp.testkit.ComponentConfig;

/** The server on a port of its own, whose time a test moves. */
public final class RendezvousFixture implements AutoCloseable {
  /** Lets everybody in. */
  static final Authenticator OPEN =
      credentials -> CompletableFuture.completedFuture(Grant.EVERYTHING);

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long START_MICROS = 1_700_000_000_000_000L;

  final AtomicLong nanos;
  final Rendezvous rendezvous;
  private final RoutePort port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();

  /** One that lets everybody in. */
  public RendezvousFixture(Map<String, Object> settings) {
    this(settings, OPEN);
  }

  RendezvousFixture(Map<String, Object> settings, Authenticator authenticator) {
    this(settings, authenticator, new AtomicLong());
  }

  /** At the time of another one. */
  RendezvousFixture(Map<String, Object> settings, Authenticator authenticator, AtomicLong nanos) {
    this.nanos = nanos;
    rendezvous =
        new Rendezvous(
            config(settings), new Time(() -> START_MICROS + nanos.get() / 1000, nanos::get));
    port = open(0, rendezvous, authenticator);
  }

  /** A server on real time, for clients. */
  public static final class OnRealTime implements AutoCloseable {
    private final Rendezvous rendezvous;
    private final RoutePort port;

    /** Opens it on a port of its own. */
    public OnRealTime(int port, Map<String, Object> settings) {
      this.rendezvous = new Rendezvous(config(settings));
      this.port = RendezvousFixture.open(port, rendezvous, OPEN);
    }

    public URI uri() {
      return port.uri();
    }

    @Override
    public void close() {
      port.close();
      rendezvous.close();
    }
  }

  private static RoutePort open(int port, Rendezvous rendezvous, Authenticator authenticator) {
    return new RoutePort(
        port,
        Map.of("trustedProxies", new String[] {"127.0.0.1"}),
        List.of(
            new RegisterRoute(rendezvous, authenticator),
            new DiscoverRoute(rendezvous, authenticator),
            new RefreshRoute(rendezvous, authenticator),
            new UnregisterRoute(rendezvous, authenticator),
            new HealthRoute(rendezvous)));
  }

  static RendezvousConfig config(Map<String, Object> settings) {
    return ComponentConfig.of(RendezvousConfig.class, settings);
  }

  public URI uri() {
    return port.uri();
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** What time it is, in µs since 1970. */
  public long micros() {
    return START_MICROS + nanos.get() / 1000;
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri().resolve("/api/v1/" + path))
            .timeout(DEADLINE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> register(String body, String... headers) throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send("POST", "register", body, all);
  }

  /** Registers a device of another network address. */
  HttpResponse<String> registerFrom(String address, String body) throws Exception {
    return register(body, "X-Forwarded-For", address);
  }

  String discover(String query) throws Exception {
    return send("GET", "discover" + query, "").body();
  }

  /** The names of the devices that are shown, newest first. */
  List<String> names(String query) throws Exception {
    return all(discover(query), "name");
  }

  static String device(String name) {
    return "{\"name\":\"" + name + "\",\"endpoints\":{}}";
  }

  static String field(HttpResponse<String> response, String field) {
    return all(response.body(), field).get(0);
  }

  private static List<String> all(String json, String field) {
    return Pattern.compile("\"" + field + "\":\"?([^\",}]*)")
        .matcher(json)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Override
  public void close() {
    port.close();
    rendezvous.close();
  }
}
