package to.clasp.router.internal.session;

import java.util.ArrayList;
import java.util.List;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.codec.FrameCodec;

/** Packs neighbouring params into SNAPSHOT messages that fit a frame. Used by one thread. */
final class SnapshotPacker {
  /** Type byte and count. */
  private static final int OVERHEAD = 3;

  /** Known clients expect no more entries in one message. */
  private static final int MAX_ENTRIES = 800;

  private List<Snapshot.Entry> entries = new ArrayList<>();
  private int size = OVERHEAD;

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Adds a param.
   *
   * @return false if it does not fit behind those added before
   */
  boolean add(Snapshot.Entry entry) {
    int grown = size + FrameCodec.payloadSize(entry);
    if (!isEmpty() && (entries.size() == MAX_ENTRIES || grown > FrameCodec.MAX_PAYLOAD)) {
      return false;
    }
    entries.add(entry);
    size = grown;
    return true;
  }

  /** The message of all params added since the last call. */
  Snapshot take() {
    Snapshot snapshot = new Snapshot(entries);
    entries = new ArrayList<>();
    size = OVERHEAD;
    return snapshot;
  }
}
