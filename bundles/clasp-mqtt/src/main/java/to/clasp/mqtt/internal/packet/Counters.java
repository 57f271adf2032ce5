package to.clasp.mqtt.internal.packet;

import java.util.concurrent.atomic.LongAdder;

/** What the edge has done since it was started; told under {@code $SYS}. Safe from any thread. */
public final class Counters {
  public final LongAdder packetsIn = new LongAdder();
  public final LongAdder publishesIn = new LongAdder();
  public final LongAdder publishesOut = new LongAdder();

  /** Of clients, because the router did not take them. */
  public final LongAdder publishesRefused = new LongAdder();

  /** For clients, because there was no room, they expired, or they were too large. */
  public final LongAdder publishesDropped = new LongAdder();

  /** Connections that ended because the client broke the rules. */
  public final LongAdder faults = new LongAdder();

  /** Clients that are connected now. */
  public final LongAdder clientsConnected = new LongAdder();

  public final LongAdder connects = new LongAdder();
  public final LongAdder refusals = new LongAdder();
}
