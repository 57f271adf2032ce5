package to.clasp.osc.internal.edge;

import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/**
 * Something that the router was asked for and has not answered completely. It goes with the
 * question, and comes back with the answer.
 */
interface Request {

  /** The router tells a param. */
  void found(Snapshot.Entry entry);

  /** The router refuses; nothing else follows. */
  void refused(ErrorMessage why);

  /** All has been told. */
  void done();

  /**
   * A param has changed since it was told.
   *
   * @return false if that is not for this request
   */
  default boolean replaces(String address, Value value) {
    return false;
  }
}
