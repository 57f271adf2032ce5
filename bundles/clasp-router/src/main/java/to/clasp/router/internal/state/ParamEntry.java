package to.clasp.router.internal.state;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

/**
 * One param. Its monitor guards every field but the address, and orders what subscribers see:
 * whoever changes the param appends the news to the inboxes before leaving the monitor.
 */
public final class ParamEntry {
  private final String address;
  private final ParamContext context;
  private Value value;
  private long revision;
  private String writer;
  private long timestamp;
  private String holder;
  private ParamRule rule;
  private int ruleGeneration;
  private Ttl ttl;
  private int touched;
  private long firstWritten;
  private long lastRead;
  private boolean removed;
  private int weight;
  private int pins;

  ParamEntry(String address, ParamContext context) {
    this.address = address;
    this.context = context;
  }

  /** The address; may be read without the monitor. */
  public String address() {
    return address;
  }

  /** Whether it has a value; an entry exists shortly before its first one and after its last. */
  public boolean isWritten() {
    return revision != 0;
  }

  public long revision() {
    return revision;
  }

  /** The value; null unless {@linkplain #isWritten written}. */
  public Value value() {
    return value;
  }

  /** Id of the session that holds the lock, or null. */
  public String holder() {
    return holder;
  }

  /**
   * What would be stored if a SET were written: its value, or what the param's strategy makes of it
   * and of the value until now.
   *
   * @throws ProtocolException if revision, lock, announced range or strategy forbid it (protocol
   *     6.3); nothing changes in any case
   */
  public Value check(Set set, String session) {
    if (removed) {
      throw new IllegalStateException("the param at " + address + " is removed");
    }
    if (isWritten()) {
      checkRevision(set);
      checkLock(session);
    }
    ParamRule current = rule();
    Value next = current == ParamRule.FREE ? set.value() : current.resolve(set, value);
    context.memory().requireRoom(address, ParamMemory.weightOf(address, next) - weight);
    return next;
  }

  private ParamRule rule() {
    int generation = context.rules().generation();
    if (generation != ruleGeneration) {
      rule = context.rules().find(address);
      ruleGeneration = generation;
    }
    return rule;
  }

  /**
   * Takes a new value.
   *
   * @param nowMicros the router's clock
   * @throws ProtocolException as {@link #check}; nothing has changed then
   */
  public void write(Set set, String session, long nowMicros) {
    apply(set, check(set, session), session, nowMicros);
  }

  /**
   * Takes a value that was {@linkplain #check checked} since the monitor was entered.
   *
   * @param checked the answer of the check
   * @param nowMicros the router's clock
   */
  public void apply(Set set, Value checked, String session, long nowMicros) {
    value = checked;
    changeWeight(ParamMemory.weightOf(address, checked));
    if (set.unlock()) {
      holder = null;
    }
    if (set.lock()) {
      holder = session;
    }
    if (set.ttl() != null) {
      ttl = set.ttl();
      noteTtl();
    }
    if (!isWritten()) {
      firstWritten = nowMicros;
    }
    revision++;
    writer = session;
    timestamp = nowMicros;
    touched = context.ticks().now();
  }

  /**
   * Notes that the param was asked for.
   *
   * @param nowMicros the router's clock
   */
  public void onRead(long nowMicros) {
    lastRead = nowMicros;
    if (ttl != null && ttl.kind() == Ttl.Kind.SLIDING) {
      touched = context.ticks().now();
    }
  }

  /** Has the time to live that it was given, if any, considered for when to look again. */
  public void noteTtl() {
    if (ttl != null && ttl.kind() != Ttl.Kind.NEVER) {
      context.shortestTtl().note(ttl.seconds());
    }
  }

  /** Whether the time to live that a SET gave it is over. */
  public boolean isExpired() {
    return ttl != null
        && ttl.kind() != Ttl.Kind.NEVER
        && isWritten()
        && context.ticks().isLongerAgo(touched, ttl.seconds());
  }

  /** Whether it was given no time to live and was not written for some seconds. */
  public boolean isIdle(int seconds) {
    return ttl == null && isWritten() && context.ticks().isLongerAgo(touched, seconds);
  }

  /** When its first value was written, in µs of the router's clock. */
  long firstWritten() {
    return firstWritten;
  }

  /** When it was last written or asked for, in µs of the router's clock. */
  long lastUsed() {
    return Math.max(timestamp, lastRead);
  }

  /**
   * Takes its value away for good. Whoever writes next finds it removed and makes another, which
   * begins at revision 1. To be followed by {@link ParamStore#forget} outside the monitor.
   */
  public void remove() {
    removed = true;
    revision = 0;
    value = null;
    changeWeight(0);
  }

  private void changeWeight(int next) {
    context.memory().grow(next - weight);
    weight = next;
  }

  /** Keeps the param from being evicted until {@link #unpin}; once for each call. */
  public void pin() {
    pins++;
  }

  /** Takes one {@link #pin} back. */
  public void unpin() {
    pins--;
  }

  /** Whether it must not be evicted now, because somebody is about to write it with others. */
  boolean isPinned() {
    return pins > 0;
  }

  /** Whether it was taken out of the store, so that nothing may be written here any more. */
  public boolean isRemoved() {
    return removed;
  }

  /** Gives the lock back if the session holds it. */
  public void release(String session) {
    if (session.equals(holder)) {
      holder = null;
    }
  }

  /** Remembers everything that a write changes. */
  public Saved save() {
    return new Saved(
        this, value, revision, writer, timestamp, holder, ttl, touched, firstWritten, weight);
  }

  /** What a param was at some moment. */
  public record Saved(
      ParamEntry entry,
      Value value,
      long revision,
      String writer,
      long timestamp,
      String holder,
      Ttl ttl,
      int touched,
      long firstWritten,
      int weight) {

    /** Makes the param that again, as if it was not written since. */
    public void restore() {
      entry.value = value;
      entry.revision = revision;
      entry.writer = writer;
      entry.timestamp = timestamp;
      entry.holder = holder;
      entry.ttl = ttl;
      entry.touched = touched;
      entry.firstWritten = firstWritten;
      entry.changeWeight(weight);
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
