package to.clasp.router.internal.state;

import java.util.List;

/**
 * Holds the monitors of several params at once.
 *
 * <p>A monitor can only be held for the time of a block, so there is a block inside a block for
 * each, by recursion. Explicit locks would need none, but would cost every SET and every param; the
 * depth is bounded by the size of a bundle instead, and a level takes less than 200 bytes of stack.
 */
public final class ParamMonitors {
  private ParamMonitors() {}

  /**
   * Runs a task while all the monitors are held.
   *
   * @param sorted the params by address, each once; the common order keeps any two callers from
   *     waiting for each other
   */
  public static void hold(List<ParamEntry> sorted, Runnable task) {
    hold(sorted, 0, task);
  }

  private static void hold(List<ParamEntry> sorted, int from, Runnable task) {
    if (from == sorted.size()) {
      task.run();
      return;
    }
    synchronized (sorted.get(from)) {
      hold(sorted, from + 1, task);
    }
  }
}
