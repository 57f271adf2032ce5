package to.clasp.transport.netty;

import java.util.function.Consumer;

/**
 * For a transport whose channels end before it is known why. Fired as a user event behind {@link
 * NettyConnection#open}, it makes the end of the channel wait for {@link #tell}. On the event loop.
 */
public final class LateReason {
  private Consumer<Throwable> listener;

  /** Nobody listens yet. */
  public LateReason() {}

  /**
   * For what turns Netty's events into calls.
   *
   * @param listener ends the connection
   */
  public void listen(Consumer<Throwable> listener) {
    this.listener = listener;
  }

  /**
   * Ends the connection.
   *
   * @param why the failure that ended it, or null after an orderly close; without effect if this
   *     side has closed it
   */
  public void tell(Throwable why) {
    if (listener != null) {
      listener.accept(why);
    }
  }
}
