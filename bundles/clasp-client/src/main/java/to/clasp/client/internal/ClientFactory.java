package to.clasp.client.internal;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;

/** Makes clients that share connectors and a timer, which ends with the last of them. */
final class ClientFactory implements ClaspClients {
  private final Connectors connectors;
  private final Set<Engine> engines = new HashSet<>();
  private final Executor workers = new Workers();
  private ScheduledThreadPoolExecutor timer;

  ClientFactory(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public ClaspBuilder builder(String... endpoints) {
    ClaspBuilder builder = new Builder(this::connect);
    for (String endpoint : endpoints) {
      builder.endpoint(URI.create(endpoint));
    }
    return builder;
  }

  CompletableFuture<ClaspClient> connect(Settings settings) {
    Engine engine = open(settings);
    engine.closed().whenComplete((why, never) -> closed(engine));
    CompletableFuture<ClaspClient> connected = new CompletableFuture<>();
    connected.whenComplete(
        (client, failure) -> {
          if (failure != null) {
            engine.close();
          }
        });
    engine
        .connect()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                connected.completeExceptionally(failure);
              } else {
                connected.complete(new Client(engine));
              }
            });
    return connected;
  }

  private synchronized Engine open(Settings settings) {
    if (timer == null) {
      timer =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "clasp-client-timer");
                thread.setDaemon(true);
                return thread;
              });
      timer.setRemoveOnCancelPolicy(true);
    }
    Engine engine = new Engine(settings, connectors, timer, workers);
    engines.add(engine);
    return engine;
  }

  private synchronized void closed(Engine engine) {
    engines.remove(engine);
    if (engines.isEmpty()) {
      timer.shutdownNow();
      timer = null;
    }
  }

  /** Ends all clients. */
  void close() {
    List<Engine> open;
    synchronized (this) {
      open = List.copyOf(engines);
    }
    open.forEach(Engine::close);
  }
}
