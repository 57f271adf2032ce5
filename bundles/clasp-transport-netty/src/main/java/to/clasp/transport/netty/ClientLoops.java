package to.clasp.transport.netty;

import io.netty.channel.ChannelFuture;
import to.clasp.transport.netty.internal.LoopLease;
import to.clasp.transport.netty.internal.SharedLoops;

/**
 * Where a connector takes event loops from: for each attempt to connect anew, so that loops that
 * nobody else needs can end with the last connection. Safe from any thread.
 */
public interface ClientLoops {

  /**
   * The use of event loops by one attempt to connect, and by the connection that comes out of it.
   * Safe from any thread.
   */
  interface Lease {
    /**
     * What runs the connection.
     *
     * @return the same loops each time; not for use after {@link #end()}
     */
    EventLoops loops();

    /** The loops are not needed any more. Further calls have no effect. */
    void end();

    /**
     * Ends the lease when a channel is closed, or cannot be opened at all.
     *
     * @param opening what Netty returned for the channel when it was asked to connect or bind it
     */
    default void endWith(ChannelFuture opening) {
      opening.channel().closeFuture().addListener(closed -> end());
      opening.addListener(
          opened -> {
            if (!opened.isSuccess()) {
              end();
            }
          });
    }
  }

  /**
   * Begins a use.
   *
   * @return has to be ended, whatever becomes of the attempt
   */
  Lease lease();

  /**
   * Loops that somebody else ends.
   *
   * @param loops used by every lease
   * @return leases that cost nothing
   */
  static ClientLoops of(EventLoops loops) {
    return () -> LoopLease.of(loops);
  }

  /**
   * The event loops that all connectors without OSGi share. They are made for the first lease, and
   * end about a second after the last one; their threads are daemons.
   *
   * @return always the same
   */
  static ClientLoops ofProcess() {
    return SharedLoops.OF_PROCESS;
  }
}
