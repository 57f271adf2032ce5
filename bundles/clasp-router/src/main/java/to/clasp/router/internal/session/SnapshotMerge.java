package to.clasp.router.internal.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * Puts a snapshot and what comes live meanwhile into one order. What was told live is left out of
 * the snapshot, which would tell it again. Used by the session's loop only.
 */
final class SnapshotMerge {
  private final Consumer<Outgoing> way;
  private SnapshotPacker packer;
  private Map<String, Long> liveRevisions;
  private boolean told;

  SnapshotMerge(Consumer<Outgoing> way) {
    this.way = way;
  }

  void begin() {
    liveRevisions = new HashMap<>();
    told = false;
  }

  /** Whether a snapshot has begun and has not ended. */
  boolean isGiving() {
    return liveRevisions != null;
  }

  /** Sends a live message, behind the params that were gathered before. */
  void live(Outgoing message) {
    if (liveRevisions != null && message.message() instanceof Set set) {
      liveRevisions.put(set.address(), set.revision());
    }
    sendGathered();
    way.accept(message);
  }

  /** Whether the value of a param was told live. */
  boolean isKnown(Snapshot.Entry entry) {
    Long live = liveRevisions == null ? null : liveRevisions.get(entry.address());
    return live != null && live == entry.revision();
  }

  /** Gathers a param; neighbours are sent together. */
  void add(Snapshot.Entry entry) {
    if (packer == null) {
      packer = new SnapshotPacker();
    }
    if (!packer.add(entry)) {
      sendGathered();
      packer.add(entry);
    }
  }

  /** Sends the params that were gathered. */
  void sendGathered() {
    if (packer != null && !packer.isEmpty()) {
      way.accept(Outgoing.snapshot(packer.take()));
      told = true;
    }
  }

  /**
   * Ends the snapshot.
   *
   * @param evenIfEmpty whether a snapshot without params is told
   */
  void end(boolean evenIfEmpty) {
    sendGathered();
    if (evenIfEmpty && !told) {
      way.accept(Outgoing.snapshot(Snapshot.EMPTY));
    }
    liveRevisions = null;
    packer = null;
  }
}
