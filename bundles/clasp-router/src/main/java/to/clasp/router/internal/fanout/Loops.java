package to.clasp.router.internal.fanout;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The loops in use: one for each executor that has a session. Safe from any thread. */
public final class Loops {
  private record Use(Loop loop, int count) {}

  private final Map<Executor, Use> uses = new ConcurrentHashMap<>();
  private final Routes routes;
  private final Consumer<Loop> onRejected;

  /**
   * @param onRejected told a loop whose executor takes no more tasks, on any thread
   */
  public Loops(Routes routes, Consumer<Loop> onRejected) {
    this.routes = routes;
    this.onRejected = onRejected;
  }

  /** The loop of an executor; give it back with {@link #release}. */
  public Loop acquire(Executor executor) {
    return uses.compute(
            executor,
            (key, use) ->
                use == null ? new Use(create(key), 1) : new Use(use.loop(), use.count() + 1))
        .loop();
  }

  /** Gives a loop back; it is forgotten with its last session. */
  public void release(Loop loop) {
    uses.computeIfPresent(
        loop.executor(),
        (key, use) -> use.count() == 1 ? null : new Use(use.loop(), use.count() - 1));
  }

  private Loop create(Executor executor) {
    Loop[] created = new Loop[1];
    created[0] = new Loop(executor, routes, () -> onRejected.accept(created[0]));
    return created[0];
  }
}
