package to.clasp.rendezvous.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.KeptRegistration;
import to.clasp.rendezvous.Receipt;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.rendezvous.RendezvousException;
import to.clasp.rendezvous.RendezvousOptions;

/** Over java.net.http. Redirects are not followed: the secret and the token are for this server. */
public final class HttpRendezvousClient implements RendezvousClient {
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int MOST_DEVICES = 100_000;
  private static final int MOST_TEXT = 200;
  static final long END_MILLIS = 2_000;

  private final HttpClient http;
  private final Requests requests;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<KeepAlive> kept = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A client, which connects when it is first used. */
  public HttpRendezvousClient(RendezvousOptions options) {
    requests = new Requests(options);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    timer = new ScheduledThreadPoolExecutor(1, HttpRendezvousClient::thread);
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-rendezvous-client");
    thread.setDaemon(true);
    return thread;
  }

  private interface Reading<T> {
    T read(HttpResponse<byte[]> response) throws IOException;
  }

  private <T> CompletableFuture<T> send(Supplier<HttpRequest> asked, Reading<T> reading) {
    if (closed) {
      return CompletableFuture.failedFuture(new IOException("the rendezvous client is closed"));
    }
    HttpRequest request;
    try {
      request = asked.get();
    } catch (UncheckedIOException | IllegalArgumentException wrong) {
      return CompletableFuture.failedFuture(
          new IOException("cannot be sent: " + wrong.getMessage(), wrong));
    }
    return http.sendAsync(request, info -> new BoundedBody(MOST_BYTES))
        .thenApply(response -> read(response, reading));
  }

  private static <T> T read(HttpResponse<byte[]> response, Reading<T> reading) {
    try {
      if (response.statusCode() / 100 != 2) {
        throw refusal(response);
      }
      return reading.read(response);
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }

  private static RendezvousException refusal(HttpResponse<byte[]> response) {
    byte[] body = response.body();
    String text =
        new String(body, 0, Math.min(body.length, MOST_TEXT), UTF_8)
            .strip()
            .replaceAll("\\p{Cntrl}", " "); // it may be written to a log
    Duration pause =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("\\d{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(null);
    return new RendezvousException(
        response.statusCode(), "status " + response.statusCode() + " " + text, pause);
  }

  @Override
  public CompletableFuture<List<RegisteredDevice>> discover(DiscoverQuery query) {
    return send(() -> requests.discover(query), response -> Answers.devices(response.body()));
  }

  @Override
  public CompletableFuture<List<RegisteredDevice>> discoverAll(DiscoverQuery query) {
    return pages(query, new LinkedHashMap<>());
  }

  /** A device that refreshes meanwhile moves to the front, and another one may come twice. */
  private CompletableFuture<List<RegisteredDevice>> pages(
      DiscoverQuery query, Map<String, RegisteredDevice> found) {
    return send(() -> requests.discover(query), response -> new Page(query, response))
        .thenCompose(
            page -> {
              int before = found.size();
              page.devices.forEach(device -> found.putIfAbsent(device.id(), device));
              boolean goesOn =
                  page.next > query.offset()
                      && found.size() > before
                      && found.size() < MOST_DEVICES;
              return goesOn
                  ? pages(query.page(query.limit(), page.next), found)
                  : CompletableFuture.completedFuture(new ArrayList<>(found.values()));
            });
  }

  /** One answer, and where the next one begins: 0 for nowhere, as servers of the reference. */
  private static final class Page {
    private final List<RegisteredDevice> devices;
    private final int next;

    Page(DiscoverQuery query, HttpResponse<byte[]> response) throws IOException {
      devices = Answers.devices(response.body());
      next =
          response
              .headers()
              .firstValue("X-Next-Offset")
              .filter(value -> value.matches("\\d{1,9}") && query.limit() > 0)
              .map(Integer::parseInt)
              .orElse(0);
    }
  }

  @Override
  public CompletableFuture<Receipt> register(Registration registration) {
    return register(registration, null);
  }

  CompletableFuture<Receipt> register(Registration registration, Receipt replaced) {
    return send(
        () -> requests.register(registration, replaced),
        response -> Answers.receipt(response.body()));
  }

  @Override
  public CompletableFuture<Void> refresh(Receipt receipt) {
    return send(() -> requests.refresh(receipt), response -> null);
  }

  @Override
  public CompletableFuture<Void> unregister(Receipt receipt) {
    return send(() -> requests.unregister(receipt), response -> null);
  }

  @Override
  public KeptRegistration keep(Registration registration) {
    Pace pace = new Pace(() -> ThreadLocalRandom.current().nextDouble());
    KeepAlive one = new KeepAlive(this, timer, pace, registration, kept::remove);
    kept.add(one);
    one.start();
    return one;
  }

  @Override
  public void close() {
    CompletableFuture<?>[] ends =
        kept.stream().map(KeepAlive::end).toArray(CompletableFuture<?>[]::new);
    await(CompletableFuture.allOf(ends));
    closed = true;
    timer.shutdownNow();
  }

  /** Waits for an end, but not for ever. */
  static void await(CompletableFuture<?> end) {
    try {
      end.get(END_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      // the server forgets the device by itself
    }
  }
}
