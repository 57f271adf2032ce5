package to.clasp.mqtt.internal.session;

import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.Counters;

/**
 * The connection of a session's client, while it has one, and whether it is read from. Used by the
 * session's loop only, where nothing else is said.
 */
final class Presence {
  private final Counters counters;
  private Connected connected;
  private long number;
  private boolean pausedByRouter;
  private boolean heldUp;

  /** Also read by other loops, for what they need not know exactly. */
  private volatile boolean there;

  Presence(Counters counters) {
    this.counters = counters;
  }

  /** The client has a connection from now on, which the router's pause holds for, too. */
  void begin(Connected to) {
    connected = to;
    number++;
    setThere(true);
    if (pausedByRouter) {
      to.setReading(false);
    }
  }

  /** The client has none any more; the one that it had, or null. */
  Connected end() {
    Connected old = connected;
    connected = null;
    number++;
    heldUp = false;
    setThere(false);
    return old;
  }

  private void setThere(boolean now) {
    if (now != there) {
      counters.clientsConnected.add(now ? 1 : -1);
    }
    there = now;
  }

  boolean is(Connected which) {
    return connected == which;
  }

  /** The connection, or null. */
  Connected connected() {
    return connected;
  }

  /** The way to the client, or null while it is away. */
  ClientLink link() {
    return connected == null ? null : connected.link();
  }

  /** Number of the connection, which changes with each. */
  long number() {
    return number;
  }

  /** From any thread, as of a moment ago. */
  boolean isThere() {
    return there;
  }

  /** The router pauses or resumes reading. */
  void setReading(boolean on) {
    pausedByRouter = !on;
    applyReading();
  }

  /** The client sends faster than it may, or does not any more. */
  void setHeldUp(boolean on) {
    heldUp = on;
    applyReading();
  }

  private void applyReading() {
    if (connected != null) {
      connected.setReading(!pausedByRouter && !heldUp);
    }
  }
}
