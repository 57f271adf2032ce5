package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.transport.TlsOptions;

/**
 * One {@link HttpClient}, and the end of its selector thread. Java has a method for that only since
 * 21. Before, the thread ends some time after the garbage collector has found the client; it also
 * ends when it is interrupted, so it is made in a group of its own, where it can be found.
 */
final class Platform {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final HttpClient client;
  private final ThreadGroup group;

  private Platform(HttpClient client, ThreadGroup group) {
    this.client = client;
    this.group = group;
  }

  /**
   * Makes a client. Blocks while certificates are read.
   *
   * <p>The client runs everything on its selector thread. With threads beside it, the platform (17
   * to 25) forgets the end of a stream that comes before the listener has returned from the last
   * message. What the listener does is short.
   *
   * @throws IOException if the options cannot be used
   */
  static Platform create(TlsOptions tls) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Runnable::run)
            .sslContext(Tls.context(tls));
    ThreadGroup group = new ThreadGroup("clasp-http-client-" + NUMBER.incrementAndGet());
    CompletableFuture<HttpClient> made = new CompletableFuture<>();
    Thread maker = new Thread(group, () -> complete(made, builder), group.getName());
    maker.setDaemon(true);
    maker.start();
    return new Platform(made.join(), group);
  }

  private static void complete(CompletableFuture<HttpClient> made, HttpClient.Builder builder) {
    try {
      made.complete(builder.build());
    } catch (RuntimeException | Error failure) {
      made.completeExceptionally(failure);
    }
  }

  HttpClient client() {
    return client;
  }

  /** Ends the selector thread. No connection may be left. */
  void end() {
    try {
      Method shutdown = HttpClient.class.getMethod("shutdownNow");
      shutdown.invoke(client);
    } catch (ReflectiveOperationException beforeJava21) {
      group.interrupt();
    }
  }
}
