package to.clasp.p2p.internal.link;

import java.time.Duration;

/** Runs tasks one after the other. Safe from any thread. */
public interface Loop {
  /** Runs a task soon, in the order of the calls. Does nothing once the loop has ended. */
  void execute(Runnable task);

  /**
   * Runs a task later.
   *
   * @return cancels it
   */
  Runnable schedule(Duration delay, Runnable task);

  /**
   * The time by which delays are measured.
   *
   * @return ns since whenever
   */
  long nanoTime();

  /**
   * Runs what was given before, and nothing after that; waits for it, except on the loop itself.
   */
  void close();
}
