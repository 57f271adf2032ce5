package to.clasp.router.internal.fanout;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;

/**
 * The last values of params and the last events, for subscribers that ask for them. Bounded for
 * each address by number and altogether by memory; beyond, the oldest go first, address by address.
 * Safe from any thread; nothing is locked while the monitor of a track is held.
 */
public final class History {
  private final ConcurrentMap<String, Track> tracks = new ConcurrentHashMap<>();
  private final Queue<Track> byAge = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final ReentrantLock trimming = new ReentrantLock();
  private volatile int length;
  private volatile long maxBytes;

  /**
   * @param length messages kept of each address; 0 to keep none
   * @param maxBytes memory for all of them, in bytes
   */
  public void configure(int length, long maxBytes) {
    this.maxBytes = maxBytes;
    this.length = length;
    if (length == 0) {
      for (Track track = byAge.poll(); track != null; track = byAge.poll()) {
        clear(track);
      }
    }
    trim();
  }

  /** Everything recorded; what comes or goes meanwhile may or may not be seen. */
  public Iterator<Track> iterator() {
    return tracks.values().iterator();
  }

  /** What is recorded of an address, or null. */
  public Track find(String address) {
    return tracks.get(address);
  }

  /** About how much memory is used. */
  long bytes() {
    return bytes.get();
  }

  /** Whether anything is kept. */
  public boolean isOn() {
    return length > 0;
  }

  /** Whether messages like this one are recorded. */
  public static boolean isRecorded(Outgoing message) {
    return message.kind() == Outgoing.Kind.PARAM
        || message.kind() == Outgoing.Kind.EVENT
            && message.message() instanceof Publish publish
            && (publish.signal() == SignalType.EVENT || publish.signal() == null);
  }

  /** Where to record a message, or null if it is not to be recorded. */
  Track trackFor(Outgoing message) {
    if (length == 0 || !isRecorded(message)) {
      return null;
    }
    Track track = tracks.get(message.address());
    return track != null ? track : create(message.address());
  }

  private Track create(String address) {
    Track created = new Track(address);
    Track earlier = tracks.putIfAbsent(address, created);
    if (earlier != null) {
      return earlier;
    }
    byAge.add(created);
    bytes.addAndGet(Weight.ofTrack(address));
    return created;
  }

  /**
   * Records a message; call with the track's monitor held.
   *
   * @return false if the track was dropped meanwhile
   */
  boolean add(Track track, Outgoing message) {
    if (track.isDropped()) {
      return false;
    }
    int growth = track.add(message, length);
    if (growth != 0) {
      bytes.addAndGet(growth);
    }
    return true;
  }

  /**
   * Drops the oldest until the rest fits. The tracks take turns: one that has its turn loses what
   * it recorded before its last one.
   */
  void trim() {
    while (bytes.get() > maxBytes && trimming.tryLock()) {
      try {
        Track oldest = byAge.poll();
        if (oldest == null) {
          return;
        }
        if (!age(oldest)) {
          byAge.add(oldest);
        }
      } finally {
        trimming.unlock();
      }
    }
  }

  private boolean age(Track track) {
    synchronized (track) {
      bytes.addAndGet(-track.age());
      return forgetIfDropped(track);
    }
  }

  private void clear(Track track) {
    synchronized (track) {
      bytes.addAndGet(-track.clear());
      forgetIfDropped(track);
    }
  }

  private boolean forgetIfDropped(Track track) {
    if (track.isDropped()) {
      tracks.remove(track.address(), track);
    }
    return track.isDropped();
  }
}
