package to.clasp.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.protocol.SignalType;
import to.clasp.transport.TlsOptions;

/** Describes a client and connects it. Every setting has a default. Used by one thread. */
@ProviderType
public interface ClaspBuilder {

  /**
   * Adds an endpoint behind those that were given before. A client that connects, for the first
   * time or again, tries them in this order, see {@link #attemptDelay}.
   *
   * @param uri where to connect; its scheme is that of a transport, such as {@code ws}, {@code
   *     wss}, {@code tcp} or {@code quic}
   * @return this
   * @throws IllegalArgumentException if it has no scheme or no host
   */
  ClaspBuilder endpoint(URI uri);

  /**
   * The name of the client, for people to read.
   *
   * @param name any text; {@code CLASP Java client} if not stated
   * @return this
   */
  ClaspBuilder name(String name);

  /**
   * The types of signal that the client says it supports.
   *
   * @param types any; all if not stated
   * @return this
   */
  ClaspBuilder features(SignalType... types);

  /**
   * A credential.
   *
   * @param token shown at each HELLO; never logged
   * @return this
   */
  ClaspBuilder token(String token);

  /**
   * A credential that changes, such as one that expires.
   *
   * @param token asked before each HELLO, on the executor for callbacks; null stands for none. If
   *     it fails or takes longer than {@link #connectTimeout}, the attempt to connect has failed
   * @return this
   */
  ClaspBuilder token(Supplier<String> token);

  /**
   * How to secure connections whose scheme asks for that.
   *
   * @param tls what to trust and to show; {@link TlsOptions#DEFAULT} if not stated
   * @return this
   */
  ClaspBuilder tls(TlsOptions tls);

  /**
   * What to do when the connection is lost.
   *
   * @param policy {@link ReconnectPolicy#DEFAULT} if not stated
   * @return this
   */
  ClaspBuilder reconnect(ReconnectPolicy policy);

  /**
   * How long an attempt to connect to one endpoint may take, until the state is there.
   *
   * @param timeout 1 ms or more; 10 s if not stated
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  ClaspBuilder connectTimeout(Duration timeout);

  /**
   * How long to wait for one endpoint before the next one is tried beside it. The first session
   * counts, and the other attempts end without a trace. An endpoint that refuses is followed by the
   * next one at once; one that does not answer costs this time and not {@link #connectTimeout}.
   *
   * <p>More of it prefers earlier endpoints more strongly, which matters where these are different
   * routers; with {@link #connectTimeout} or more they are tried one after the other.
   *
   * @param delay 1 ms or more; 1 s if not stated
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  ClaspBuilder attemptDelay(Duration delay);

  /**
   * How long a call may wait for its answer, time without a connection included.
   *
   * @param deadline 1 ms or more; 5 s if not stated
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  ClaspBuilder callDeadline(Duration deadline);

  /**
   * What runs callbacks. The callbacks of one subscription, and likewise all that tell about the
   * connection, run one after the other; those of different ones may run at the same time if the
   * executor has several threads.
   *
   * @param executor {@link java.util.concurrent.ForkJoinPool#commonPool()} if not stated. With
   *     {@code Runnable::run} callbacks run on the event loop of the connection and must not block
   * @return this
   */
  ClaspBuilder callbacks(Executor executor);

  /**
   * Makes the client and connects it. Tries each endpoint once, in order.
   *
   * @return the client, in a session, with the state that the router sent first
   * @throws ClaspException if no endpoint could be reached or the router refused the client; the
   *     message names each endpoint and its reason. Also if the thread is interrupted, which it
   *     still is then
   * @throws IllegalStateException if there is no endpoint
   */
  ClaspClient connect();

  /**
   * Does the same without waiting.
   *
   * @return completes with the client, or exceptionally as {@link #connect} does; if it is
   *     cancelled before, nothing stays open
   * @throws IllegalStateException if there is no endpoint
   */
  CompletableFuture<ClaspClient> connectAsync();
}
