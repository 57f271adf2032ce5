package to.clasp.osc.internal.edge;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.osc.internal.address.Effort;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.Router;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.SourceLog;

/** What all clients of an edge share. Safe from any thread. */
public final class Edge {
  /** Name of the transport, for rules and people. */
  public static final String TRANSPORT = "osc";

  private static final Logger LOG = LoggerFactory.getLogger("to.clasp.osc");

  private final Router router;
  private final Authenticator authenticator;
  private final Places places = new Places();
  private final Sources sources = new Sources();
  private final SourceLog log = new SourceLog(LOG, System::nanoTime);
  private final LongSupplier micros;
  private final Effort effort;
  private final ScheduledRoom scheduled = new ScheduledRoom();
  private final RecentlySent sent = new RecentlySent(System::nanoTime);
  private volatile Settings settings;

  /**
   * Nobody is served yet.
   *
   * @param router serves the clients
   * @param authenticator says who they are
   * @param settings the configuration
   */
  public Edge(Router router, Authenticator authenticator, Settings settings) {
    this(router, authenticator, settings, Edge::now);
  }

  Edge(Router router, Authenticator authenticator, Settings settings, LongSupplier micros) {
    this.router = router;
    this.authenticator = authenticator;
    this.settings = settings;
    this.micros = micros;
    this.effort = new Effort(() -> TimeUnit.MICROSECONDS.toSeconds(micros.getAsLong()));
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /**
   * The configuration.
   *
   * @return the settings that count now
   */
  public Settings settings() {
    return settings;
  }

  void configure(Settings next) {
    settings = next;
  }

  Router router() {
    return router;
  }

  Places places() {
    return places;
  }

  Sources sources() {
    return sources;
  }

  /** Takes a place for a connection until it is closed; closes it if there is none. */
  boolean takePlace(InetSocketAddress remote, Channel channel) {
    if (remote == null || !places.take(remote.getAddress(), settings.limits())) {
      log.note(String.valueOf(remote), "is not served: too many clients");
      channel.close();
      return false;
    }
    channel.closeFuture().addListener(closed -> places.free(remote.getAddress()));
    return true;
  }

  SourceLog log() {
    return log;
  }

  Effort effort() {
    return effort;
  }

  ScheduledRoom scheduled() {
    return scheduled;
  }

  RecentlySent sent() {
    return sent;
  }

  LongSupplier micros() {
    return micros;
  }

  CompletionStage<Grant> authenticate(String name, ConnectionInfo connection) {
    return authenticator.authenticate(new Credentials(name, null, connection));
  }

  /**
   * Says what somebody may do who comes another way than by OSC.
   *
   * @param name who asks
   * @param remote from where
   * @param secure whether by TLS
   * @return the grant, to be {@linkplain #release released}; or why there is none
   */
  public CompletionStage<Grant> admit(String name, InetSocketAddress remote, boolean secure) {
    return authenticate(
        name, new ConnectionInfo(TRANSPORT, remote, secure, true, Optional.empty()));
  }

  /** Somebody was not let in. */
  void refused(InetSocketAddress remote, Throwable why) {
    Throwable cause = why instanceof CompletionException ? why.getCause() : why;
    if (cause instanceof ProtocolException) {
      log.note(source(remote), "is refused: " + cause.getMessage());
    } else {
      log.note(source(remote), "is refused, because authentication failed: " + cause);
      LOG.debug("authentication failed", cause);
    }
  }

  /**
   * Gives back what nobody uses.
   *
   * @param grant the grant, or null
   */
  public static void release(Grant grant) {
    if (grant != null && grant.lease() != null) {
      grant.lease().release();
    }
  }

  static String source(InetSocketAddress remote) {
    return remote.getAddress().getHostAddress();
  }
}
