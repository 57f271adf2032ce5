package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import to.clasp.auth.Grant;
import to.clasp.osc.internal.address.AddressBook;
import to.clasp.osc.internal.codec.OscBundleReader;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.value.NumberTypes;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.router.SessionInfo;
import to.clasp.transport.CloseReason;

/**
 * One client and its session. What it sends waits while it is not known yet who it is, and while a
 * pattern of its is being expanded. Used on its event loop.
 */
final class Peer implements EdgeListener {
  private final Edge edge;
  private final InetSocketAddress remote;
  private final Outlet outlet;
  private final Target target;
  private final String name;
  private final HeldPackets held;
  private final Inbox inbox;
  private final Outbox outbox;
  private EdgeSession session;
  private boolean expanding;
  private boolean ended;
  private int scheduled;

  /**
   * A client that is not served yet.
   *
   * @param target what is configured for it, or null if it came by itself
   * @param book what its messages are for
   */
  Peer(
      Edge edge,
      InetSocketAddress remote,
      Outlet outlet,
      Target target,
      AddressBook book,
      Schedule schedule) {
    this.edge = edge;
    this.remote = remote;
    this.outlet = outlet;
    this.target = target;
    this.held = outlet.isConnection() ? HeldPackets.ofConnection() : HeldPackets.ofDatagrams();
    this.name = Edge.TRANSPORT + ":" + Edge.source(remote) + ":" + remote.getPort();
    this.outbox = new Outbox(this);
    this.inbox = new Inbox(this, book, schedule);
  }

  Edge edge() {
    return edge;
  }

  InetSocketAddress remote() {
    return remote;
  }

  Outlet outlet() {
    return outlet;
  }

  Outbox outbox() {
    return outbox;
  }

  EdgeSession session() {
    return session;
  }

  boolean isTarget() {
    return target != null;
  }

  NumberTypes types() {
    return target == null || target.types() == null
        ? edge.settings().habits().types()
        : target.types();
  }

  /** Asks who it is, and opens its session. */
  void begin() {
    try {
      edge.authenticate(name, outlet.info()).whenComplete(this::onAnswer);
    } catch (RuntimeException failure) {
      answered(null, failure);
    }
  }

  private void onAnswer(Grant grant, Throwable failure) {
    try {
      outlet.loop().execute(() -> answered(grant, failure));
    } catch (RejectedExecutionException stopped) {
      Edge.release(grant);
    }
  }

  private void answered(Grant grant, Throwable failure) {
    if (ended) {
      Edge.release(grant);
      return;
    }
    try {
      if (failure != null) {
        refused(failure);
        return;
      }
      session =
          edge.router()
              .openEdge(new SessionInfo(name, Edge.TRANSPORT, remote), grant, outlet.loop(), this);
    } catch (ProtocolException noRoom) {
      refused(noRoom);
      return;
    }
    edge.sources().opened(session.id(), remote, outlet.isConnection());
    patterns().forEach(outbox.commands()::subscribeQuietly);
    goOn();
  }

  private void refused(Throwable why) {
    edge.refused(remote, why);
    end();
  }

  /** What it gets without asking. */
  private List<String> patterns() {
    if (target != null) {
      return target.patterns();
    }
    return edge.settings().habits().autoSubscribe() && mayBeTold()
        ? List.of(edge.settings().rules().map().everything())
        : List.of();
  }

  /** Whether values may be sent to it because it, or whoever forges its address, asks for them. */
  boolean mayBeTold() {
    return Destination.isAllowed(outlet, remote, edge.settings());
  }

  /** Takes a packet; to be followed by {@link #endBatch}. */
  void receive(byte[] bytes, int offset, int length) {
    if (isHeld() || !held.isEmpty()) {
      hold(bytes, offset, length);
    } else {
      handle(bytes, offset, length);
    }
  }

  /** Takes a bundle whose time has come. */
  void receiveLater(byte[] bundle) {
    if (!ended) {
      OscBundleReader.setImmediate(bundle);
      receive(bundle, 0, bundle.length);
      endBatch();
    }
  }

  /** So many bundles more, or fewer, wait for their time. */
  void scheduled(int more) {
    scheduled += more;
  }

  /** Whether a bundle of its waits for its time. */
  boolean hasScheduled() {
    return scheduled > 0;
  }

  /** Whether what comes has to wait. */
  boolean isHeld() {
    return session == null || expanding;
  }

  void hold(byte[] bytes, int offset, int length) {
    if (ended) {
      return;
    }
    outlet.setHeld(true);
    if (!held.add(bytes, offset, length)) {
      edge.log().note(Edge.source(remote), "sends more than can wait, and the rest is dropped");
    }
  }

  private void handle(byte[] bytes, int offset, int length) {
    try {
      inbox.packet(bytes, offset, length, 0);
    } catch (OscException invalid) {
      edge.log().note(Edge.source(remote), "sends what is no OSC: " + invalid.getMessage());
    }
  }

  /** What comes waits until {@link #expanded}. */
  void expanding() {
    expanding = true;
  }

  /**
   * Goes on with what has waited.
   *
   * @param first what to do before
   */
  void expanded(Runnable first) {
    later(
        () -> {
          first.run();
          expanding = false;
          goOn();
        });
  }

  /** Does something as a batch of its own, when the router is done with what it does now. */
  void later(Runnable task) {
    outlet
        .loop()
        .execute(
            () -> {
              if (!ended) {
                task.run();
                endBatch();
              }
            });
  }

  private void goOn() {
    while (!ended && !isHeld() && !held.isEmpty()) {
      byte[] packet = held.begin();
      try {
        handle(packet, 0, packet.length);
      } finally {
        held.end();
      }
    }
    if (!ended && held.isEmpty()) {
      outlet.setHeld(false);
    }
    endBatch();
  }

  void endBatch() {
    if (session != null && !ended) {
      session.endBatch();
      outlet.flush();
    }
  }

  /** Once in a second. */
  void sweep() {
    if (session != null && !ended) {
      outbox.sweep();
      endBatch();
    }
  }

  /** Ends its session. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (session != null) {
      edge.sources().ended(session.id());
      session.close();
    }
    outlet.ended();
  }

  boolean isEnded() {
    return ended;
  }

  @Override
  public void onMessage(Message message, String origin, Object attachment) {
    if (!ended) {
      outbox.message(message, origin, attachment);
    }
  }

  @Override
  public void flush() {
    outlet.flush();
  }

  @Override
  public boolean isWritable() {
    return outlet.isWritable();
  }

  /** The client takes more. */
  void writable() {
    if (session != null && !ended) {
      outbox.requests().tellOn();
      session.writable();
      outlet.flush();
    }
  }

  @Override
  public void setReading(boolean on) {
    outlet.setReading(on);
  }

  @Override
  public void onClosed(CloseReason why) {
    end();
  }
}
