package to.clasp.router.internal.fanout;

import java.util.List;
import to.clasp.protocol.Snapshot;

/** Who receives: a session, as the fan-out sees it. All but {@link #loop} only on its loop. */
public interface Target {

  /** The loop it belongs to; from any thread. */
  Loop loop();

  /** Whether what is published under an address may be given to it; from any thread. */
  boolean mayRead(String address);

  /** Takes a message, behind all that it took before. */
  void deliver(Outgoing message);

  /**
   * Takes a message of an address that it wants thinned out.
   *
   * @param interest what its subscriptions ask for
   */
  void deliver(Outgoing message, Interest interest);

  /** Takes the last values and events of an address, before all that comes live from there. */
  void deliverPast(String address, List<Outgoing> past);

  /** Takes one param of a snapshot; neighbours are sent together. */
  void deliverSnapshot(Snapshot.Entry entry);

  /**
   * Sends the last params of a snapshot.
   *
   * @param evenIfEmpty whether a snapshot without params is told
   */
  void endSnapshot(boolean evenIfEmpty);

  /** Sends what was taken. */
  void flush();

  /** Ends it after a failure that is not its peer's fault. */
  void fail(Throwable cause);

  /** Ends it from outside its loop, because the loop takes no more tasks. */
  void abandon();
}
