package to.clasp.http.internal;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import to.clasp.http.HttpRoute;
import to.clasp.transport.Drainable;
import to.clasp.transport.netty.HttpFallback;

/** Answers HTTP requests by the registered routes, whatever port they come by. */
@Component(
    service = {HttpFallback.class, Drainable.class, HttpServer.class},
    immediate = true,
    configurationPid = HttpServer.PID)
@Designate(ocd = HttpServerConfig.class)
public final class HttpServer implements HttpFallback, Drainable {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.http";

  private final Routes routes = new Routes();
  private final Connections connections = new Connections();
  private final Outbound outbound = new Outbound();
  private final AtomicInteger answering = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Workers workers;
  private final Dispatcher dispatcher;
  private volatile HttpSettings settings;
  private volatile boolean draining;

  /**
   * A server without routes.
   *
   * @param config the bounds
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public HttpServer(HttpServerConfig config) {
    this.settings = HttpSettings.of(config);
    this.workers = new Workers(this::settings);
    this.dispatcher = new Dispatcher(routes, workers);
  }

  @Modified
  void modified(HttpServerConfig config) {
    settings = HttpSettings.of(config);
  }

  @Deactivate
  void close() {
    connections.closeAll();
    workers.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addRoute(HttpRoute route, Map<String, ?> properties) {
    routes.add(route, properties);
  }

  void removeRoute(HttpRoute route) {
    routes.remove(route);
  }

  @Override
  public void serve(Channel channel, Consumer<Channel> handshake) {
    connections.add(channel);
    channel.pipeline().addLast(new HttpConnection(this, handshake));
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    draining = true;
    answering(0);
    return drained.copy().completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  HttpSettings settings() {
    return settings;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Outbound outbound() {
    return outbound;
  }

  boolean isDraining() {
    return draining;
  }

  /** Whether there are more connections than there may be, in all or from where that one comes. */
  boolean isFull(Channel channel) {
    return connections.size() > settings.maxConnections()
        || connections.tooManyOfSource(channel, settings);
  }

  /** How many connections there are. */
  int connections() {
    return connections.size();
  }

  /** So many more requests are being answered. */
  void answering(int more) {
    if (answering.addAndGet(more) == 0 && draining) {
      drained.complete(null);
    }
  }

  /** A connection is none of HTTP any more. */
  void left(Channel channel) {
    connections.remove(channel);
  }
}
