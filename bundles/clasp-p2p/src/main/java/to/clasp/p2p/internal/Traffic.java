package to.clasp.p2p.internal;

import java.time.Duration;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.wire.DatagramInbox;
import to.clasp.p2p.internal.wire.DatagramOutbox;
import to.clasp.p2p.internal.wire.Kind;
import to.clasp.p2p.internal.wire.Outgoing;
import to.clasp.p2p.internal.wire.Packet;
import to.clasp.p2p.internal.wire.Path;
import to.clasp.p2p.internal.wire.RawOutbox;
import to.clasp.p2p.internal.wire.ReliableInbox;
import to.clasp.p2p.internal.wire.ReliableOutbox;

/** The messages to and from one peer, whichever way they go. Used on the loop. */
final class Traffic {
  private static final Duration CHECK = Duration.ofMillis(100);
  private static final Duration ACK_DELAY = Duration.ofMillis(20);
  private static final int ACK_PACKETS = 32;

  private final String id;
  private final Hub hub;
  private final Connection connection;
  private final RelayPath relay;
  private final RawOutbox rawReliable = new RawOutbox(true);
  private final RawOutbox rawUnreliable = new RawOutbox(false);
  private final ReliableOutbox reliable;
  private final DatagramOutbox datagrams;
  private final ReliableInbox reliableIn;
  private final DatagramInbox datagramsIn;
  private boolean framed;
  private boolean checking;
  private boolean pumping;
  private boolean pumpAgain;
  private int ackPackets;
  private boolean ackScheduled;
  private Path ackPath;
  private long lastUnknown;

  Traffic(String id, Hub hub, Connection connection) {
    this.id = id;
    this.hub = hub;
    this.connection = connection;
    this.relay = new RelayPath(id, hub, this::flush);
    this.reliable = new ReliableOutbox(hub::newStream, hub.loop()::nanoTime);
    this.datagrams = new DatagramOutbox(hub.newStream());
    this.reliableIn =
        new ReliableInbox(hub.inboxMemory().reliable(), message -> deliver(message, true));
    this.datagramsIn =
        new DatagramInbox(hub.inboxMemory().datagrams(), message -> deliver(message, false));
    this.lastUnknown = hub.loop().nanoTime() - ACK_DELAY.toNanos();
  }

  private void deliver(byte[] message, boolean wasReliable) {
    hub.emit(new PeerEvent.Data(id, message, wasReliable));
  }

  /** The peer is of our kind. */
  void framed() {
    framed = true;
    // It would take them for packets.
    rawReliable.moveTo(reliable);
    rawUnreliable.moveTo(datagrams);
  }

  /** Whether something of the peer is still to be sent. */
  boolean isBusy() {
    return reliable.isBusy();
  }

  /** Takes a message; {@link #flush} sends it. */
  void add(Outgoing message, boolean wantsReliable) {
    String refusal = path() == null ? noPath() : null;
    if (refusal != null) {
      message.refuse(refusal);
    } else if (framed) {
      (wantsReliable ? reliable : datagrams).add(message);
    } else {
      (wantsReliable ? rawReliable : rawUnreliable).add(message);
    }
  }

  private Path path() {
    RoutingMode mode = hub.mode();
    Path direct = mode == RoutingMode.SERVER_ONLY ? null : connection.path();
    if (direct != null) {
      return direct;
    }
    boolean mayRelay =
        mode == RoutingMode.SERVER_ONLY
            || mode == RoutingMode.PREFER_P2P && hub.config().automaticFallback();
    return mayRelay && hub.ownId() != null ? relay : null;
  }

  private String noPath() {
    String state = id + ": " + connection.state();
    if (hub.mode() == RoutingMode.P2P_ONLY) {
      return state + ", and the routing mode is P2P_ONLY";
    } else if (hub.ownId() == null) {
      return state + ", and the client has no session for the relay";
    }
    return state + ", and automatic fallback is off";
  }

  /** Sends what can be sent. */
  void flush() {
    if (pumping) {
      // A message that completes may make its sender send the next one.
      pumpAgain = true;
      return;
    }
    pumping = true;
    try {
      do {
        pumpAgain = false;
        pump();
      } while (pumpAgain);
    } finally {
      pumping = false;
    }
    if (reliable.isBusy() && !checking) {
      checking = true;
      hub.loop().schedule(CHECK, this::check);
    }
  }

  private void pump() {
    if (ackPackets > 0 && !ackScheduled) {
      acknowledge();
    }
    Path path = path();
    if (path == null) {
      String reason = noPath();
      rawReliable.refuseWaiting(reason);
      rawUnreliable.refuseWaiting(reason);
      reliable.refuseWaiting(reason);
      datagrams.refuseWaiting(reason);
      return;
    }
    rawReliable.pump(path);
    reliable.pump(path);
    rawUnreliable.pump(path);
    datagrams.pump(path);
  }

  private void check() {
    checking = false;
    if (reliable.check()) {
      flush();
      return;
    }
    String reason =
        reliable.unacknowledged() + " packets were not acknowledged in time and are given up";
    fail(reason);
    hub.emit(new PeerEvent.ConnectionFailed(id, reason));
  }

  /** A message that came directly. */
  void received(byte[] bytes, boolean wasReliable, LinkPath from) {
    if (framed) {
      packet(Packet.parse(bytes), from);
    } else {
      deliver(bytes, wasReliable);
    }
  }

  /** A message that came through the router. */
  void relayed(Signal.Relay signal) {
    if (signal.framed()) {
      framed();
      packet(Packet.parse(signal.data()), relay);
    } else {
      deliver(signal.data(), signal.reliable());
    }
  }

  private void packet(Packet packet, Path from) {
    switch (packet.kind()) {
      case DATA, BATCH -> reliable(packet, from);
      case DATAGRAM, DATAGRAM_BATCH -> datagramsIn.accept(packet);
      case ACK -> {
        reliable.acknowledge(packet.stream(), packet.sequence());
        flush();
      }
      case UNKNOWN_STREAM -> {
        reliable.restart(packet.stream());
        flush();
      }
    }
  }

  private void reliable(Packet packet, Path from) {
    ackPath = from;
    if (reliableIn.accept(packet) == ReliableInbox.Outcome.UNKNOWN_STREAM) {
      long now = hub.loop().nanoTime();
      if (now - lastUnknown >= ACK_DELAY.toNanos()) {
        lastUnknown = now;
        answers(Packet.control(Kind.UNKNOWN_STREAM, packet.stream(), 0));
      }
    } else if (++ackPackets >= ACK_PACKETS) {
      acknowledge();
    } else if (!ackScheduled) {
      ackScheduled = true;
      hub.loop()
          .schedule(
              ACK_DELAY,
              () -> {
                ackScheduled = false;
                if (ackPackets > 0) {
                  acknowledge();
                }
              });
    }
  }

  private void acknowledge() {
    if (answers(Packet.control(Kind.ACK, reliableIn.stream(), reliableIn.next()))) {
      ackPackets = 0;
    }
  }

  /**
   * By the way that the packet came, if it is there. Where this side wants direct messages only, by
   * the router no more than what has come by it: its sender would take this peer for gone.
   */
  private boolean answers(byte[] packet) {
    boolean directOnly = hub.mode() == RoutingMode.P2P_ONLY;
    boolean cameDirectly = ackPath.kind() == SendResult.P2P;
    Path direct = cameDirectly || directOnly ? connection.path() : null;
    if (direct != null && direct.send(packet, true, true)) {
      return true;
    }
    return !(directOnly && cameDirectly) && relay.send(packet, true, true);
  }

  /** Refuses what waits, and forgets what was not acknowledged. */
  void fail(String reason) {
    rawReliable.fail(reason);
    rawUnreliable.fail(reason);
    reliable.fail(reason);
    datagrams.fail(reason);
  }

  /** Gives back what has come of messages that are not complete. */
  void forgetReceived() {
    reliableIn.clear();
    datagramsIn.clear();
    ackPackets = 0;
  }
}
