package to.clasp.discovery.internal.net;

/** Time, and what is to be done later. All tasks run on one thread, one after the other. */
public interface Clock {
  /**
   * The time.
   *
   * @return milliseconds since some moment
   */
  long millis();

  /**
   * Does something later, or as soon as all that is due before is done.
   *
   * @param millis in how many milliseconds
   * @param task what
   * @return takes the task back; may be called at any time
   */
  Runnable after(long millis, Runnable task);
}
