package to.clasp.p2p.internal.wire;

import java.util.function.LongSupplier;

/**
 * What messages that have not come as a whole may take, over all peers of one client.
 *
 * @param reliable of reliable ones
 * @param datagrams of unreliable ones
 */
public record InboxMemory(ReliableMemory reliable, DatagramMemory datagrams) {
  /**
   * Nothing is taken.
   *
   * @param clock the time in ns
   */
  public InboxMemory(LongSupplier clock) {
    this(new ReliableMemory(clock), new DatagramMemory());
  }
}
