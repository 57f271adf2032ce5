package to.clasp.router.internal.session.shape;

import java.util.TreeSet;

/** The lanes in which something waits, by the time at which it is due, and the one alarm. */
final class Agenda {
  private final TreeSet<Lane> lanes = new TreeSet<>(Agenda::compare);
  private final Alarm alarm;
  private boolean alarmSet;
  private volatile boolean stopped;
  private long alarmAt;

  Agenda(Alarm alarm) {
    this.alarm = alarm;
  }

  /** Times wrap around, so only their difference says which is earlier. */
  private static int compare(Lane one, Lane other) {
    long difference = one.dueAt - other.dueAt;
    return difference == 0 ? Long.compare(one.number(), other.number()) : Long.signum(difference);
  }

  /** Adds a lane that is not in it; its due time must not change while it is. */
  void add(Lane lane, long now) {
    lanes.add(lane);
    Lane first = lanes.first();
    if (!alarmSet || first.dueAt - alarmAt < 0) {
      setAlarm(first.dueAt, now);
    }
  }

  void remove(Lane lane) {
    lanes.remove(lane);
  }

  /** The next lane that is due, or null; it stays until it is removed. */
  Lane due(long now) {
    return lanes.isEmpty() || lanes.first().dueAt - now > 0 ? null : lanes.first();
  }

  /** Sets the alarm again after it rang. */
  void rearm(long now) {
    alarmSet = false;
    if (!lanes.isEmpty()) {
      setAlarm(lanes.first().dueAt, now);
    }
  }

  private void setAlarm(long at, long now) {
    if (stopped) {
      return;
    }
    alarmSet = true;
    alarmAt = at;
    alarm.set(at - now);
  }

  /** Sets the alarm no more; from any thread. */
  void stop() {
    stopped = true;
    alarm.cancel();
  }
}
