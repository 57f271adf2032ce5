package to.clasp.router.internal.fanout;

/** Gives one message to everybody who subscribed to its address. */
public final class Fanout {
  private final History history;

  public Fanout(History history) {
    this.history = history;
  }

  /** Passes every type filter. */
  public static final int ANY_TYPE = ~0;

  /** Finds the receivers before a monitor is taken in which they are needed. */
  public void prepare(Loop from, String address) {
    from.prepareRoute(address);
  }

  /**
   * Appends a message to the inboxes of all receivers. For a param the caller holds the param's
   * monitor, which makes inbox order and revision order the same.
   *
   * @param from the loop that this runs on
   * @param types {@link to.clasp.protocol.SignalType#maskBit()} of the message, or {@link
   *     #ANY_TYPE}
   * @param except a session that does not get it, or null
   */
  public void deliver(Loop from, int types, Outgoing message, Target except) {
    Track track = history.trackFor(message);
    if (track == null) {
      append(from, types, message, except);
      return;
    }
    while (!recordAndAppend(track, from, types, message, except)) {
      track = history.trackFor(message);
    }
    history.trim();
  }

  /** As {@link #deliver}, for what must not be told again later. */
  public void deliverUnrecorded(Loop from, int types, Outgoing message, Target except) {
    append(from, types, message, except);
  }

  private boolean recordAndAppend(
      Track track, Loop from, int types, Outgoing message, Target except) {
    if (track == null) {
      append(from, types, message, except);
      return true;
    }
    synchronized (track) {
      boolean recorded = history.add(track, message);
      if (recorded) {
        append(from, types, message, except);
      }
      return recorded;
    }
  }

  private static void append(Loop from, int types, Outgoing message, Target except) {
    for (Route.Group group : from.route(message.address()).groups()) {
      from.post(group.loop(), new Delivery.ToGroup(group, types, message, except));
    }
  }

  /**
   * Appends a message to the inbox of one receiver, whatever it subscribed to.
   *
   * @param from the loop that this runs on
   */
  public void deliverTo(Loop from, Target to, Outgoing message) {
    from.post(to.loop(), new Delivery.ToOne(to, message));
  }
}
