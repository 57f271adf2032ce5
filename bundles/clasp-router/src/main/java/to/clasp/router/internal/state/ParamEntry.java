package to.clasp.router.internal.state;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/**
 * One param. Its monitor guards every field but the address, and orders what subscribers see:
 * whoever changes the param appends the news to the inboxes before leaving the monitor.
 */
public final class ParamEntry {
  private final String address;
  private Value value;
  private long revision;
  private String writer;
  private long timestamp;
  private String holder;
  private boolean removed;

  ParamEntry(String address) {
    this.address = address;
  }

  /** The address; may be read without the monitor. */
  public String address() {
    return address;
  }

  /** Whether it was ever written; an entry exists shortly before its first value does. */
  public boolean isWritten() {
    return revision != 0;
  }

  /**
   * Takes its value away for good. Whoever writes next finds it removed and makes another, which
   * begins at revision 1. To be followed by {@link ParamStore#forget} outside the monitor.
   */
  public void remove() {
    removed = true;
    revision = 0;
    value = null;
  }

  /** Whether it was taken out of the store, so that nothing may be written here any more. */
  public boolean isRemoved() {
    return removed;
  }

  public long revision() {
    return revision;
  }

  /** Id of the session that holds the lock, or null. */
  public String holder() {
    return holder;
  }

  /**
   * Takes a new value, if revision and lock allow it (protocol 6.3).
   *
   * @param nowMicros the router's clock
   * @throws ProtocolException if not; nothing has changed then
   */
  public void write(Set set, String session, long nowMicros) {
    if (isWritten()) {
      checkRevision(set);
      checkLock(session);
    }
    if (set.unlock()) {
      holder = null;
    }
    if (set.lock()) {
      holder = session;
    }
    value = set.value();
    revision++;
    writer = session;
    timestamp = nowMicros;
  }

  /** Gives the lock back if the session holds it. */
  public void release(String session) {
    if (session.equals(holder)) {
      holder = null;
    }
  }

  /** Remembers everything that {@link #write} changes. */
  public Saved save() {
    return new Saved(this, value, revision, writer, timestamp, holder);
  }

  /** What a param was at some moment. */
  public record Saved(
      ParamEntry entry, Value value, long revision, String writer, long timestamp, String holder) {

    /** Makes the param that again, as if it was not written since. */
    public void restore() {
      entry.value = value;
      entry.revision = revision;
      entry.writer = writer;
      entry.timestamp = timestamp;
      entry.holder = holder;
    }
  }

  public Snapshot.Entry toSnapshot() {
    return new Snapshot.Entry(address, value, revision, writer, timestamp);
  }

  private void checkRevision(Set set) {
    if (set.revision() != null && set.revision() != revision) {
      throw new ProtocolException(
          ErrorCode.REVISION_CONFLICT,
          "expected revision %s, the revision is %s"
              .formatted(Long.toUnsignedString(set.revision()), Long.toUnsignedString(revision)),
          address);
    }
  }

  private void checkLock(String session) {
    if (holder != null && !holder.equals(session)) {
      throw new ProtocolException(ErrorCode.LOCK_HELD, "locked by session " + holder, address);
    }
  }
}
