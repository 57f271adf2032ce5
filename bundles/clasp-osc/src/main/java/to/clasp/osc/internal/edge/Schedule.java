package to.clasp.osc.internal.edge;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.osc.internal.codec.TimeTag;

/** Bundles that wait for their time. Bounded by its room; used on one event loop. */
final class Schedule {
  private final ScheduledExecutorService loop;
  private final LongSupplier micros;
  private final ScheduledRoom room;
  private final PriorityQueue<Due> waiting = new PriorityQueue<>();
  private ScheduledFuture<?> alarm;
  private long alarmAt;
  private long number;
  private boolean closed;

  private record Due(long at, long number, byte[] bundle, Peer peer) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /**
   * Nothing waits.
   *
   * @param micros the time in µs since 1970-01-01 UTC
   * @param room for all schedules of the edge
   */
  Schedule(ScheduledExecutorService loop, LongSupplier micros, ScheduledRoom room) {
    this.loop = loop;
    this.micros = micros;
    this.room = room;
  }

  /**
   * Keeps a bundle until its time.
   *
   * @return false if that is now, too far ahead, or there is no room
   */
  boolean keep(long tag, byte[] from, int offset, int length, Peer peer, SessionLimits limits) {
    long at = TimeTag.toMicros(tag);
    long wait = at - micros.getAsLong();
    if (wait <= 0
        || wait > limits.maxDelay().toNanos() / 1000
        || !room.take(peer.remote().getAddress(), length, limits.maxScheduled())) {
      return false;
    }
    byte[] bundle = Arrays.copyOfRange(from, offset, offset + length);
    waiting.add(new Due(at, number++, bundle, peer));
    peer.scheduled(1);
    setAlarm();
    return true;
  }

  private void setAlarm() {
    Due first = waiting.peek();
    if (first == null || closed || (alarm != null && alarmAt <= first.at)) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmAt = first.at;
    long wait = Math.max(0, first.at - micros.getAsLong());
    alarm = loop.schedule(this::onAlarm, wait, TimeUnit.MICROSECONDS);
  }

  private void onAlarm() {
    alarm = null;
    long now = micros.getAsLong();
    for (Due due = waiting.peek(); due != null && due.at <= now; due = waiting.peek()) {
      waiting.remove();
      free(due);
      due.peer.scheduled(-1);
      due.peer.receiveLater(due.bundle);
    }
    setAlarm();
  }

  private void free(Due due) {
    room.free(due.peer.remote().getAddress(), due.bundle.length);
  }

  /** Nothing takes effect any more. */
  void close() {
    closed = true;
    waiting.forEach(this::free);
    waiting.clear();
    if (alarm != null) {
      alarm.cancel(false);
    }
  }
}
