package to.clasp.testkit.failover;

import java.util.concurrent.CompletionStage;

/**
 * A client of a {@link Fleet}: it writes the values 1, 2, 3, … to a param of its own, subscribes to
 * those of its group, and finds another endpoint when it loses one.
 */
public interface FleetClient extends AutoCloseable {
  /**
   * Writes on, or makes no new SETs; those without an ACK are still sent again.
   *
   * @param on whether to write
   */
  void setWriting(boolean on);

  /**
   * The account so far.
   *
   * @return completes with an account of one moment
   */
  CompletionStage<Tally> tally();

  /** Ends the session, without waiting for it, and tries no more. */
  @Override
  void close();
}
