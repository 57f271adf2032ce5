package to.clasp.p2p.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RemotePeer;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLinks;
import to.clasp.p2p.internal.wire.InboxMemory;
import to.clasp.protocol.Address;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/** A client as a peer. What it does happens on its loop. */
final class Peer implements LocalPeer, Hub, Signalling.Listener {
  static final int MAX_ID = 255;

  /** Streams of one process differ, so that a client may be made a peer again. */
  private static final AtomicInteger STREAMS =
      new AtomicInteger(RandomGenerator.getDefault().nextInt());

  private final P2pConfig config;
  private final Signalling signalling;
  private final Loop loop;
  private final PeerLinks links;
  private final Runnable onClose;
  private final Announcements announcements;
  private final Churn churn;
  private final InboxMemory inboxMemory;
  private final Remotes remotes = new Remotes();
  private final EarlyCandidates early = new EarlyCandidates();
  private final Listeners listeners = new Listeners();
  private final SendQueue sending;
  private final Gate gate;
  private final Reception reception;
  private volatile RoutingMode mode;
  private volatile String ownId;
  private String lastId;

  /**
   * A peer, not begun.
   *
   * @param onClose run when it is closed
   */
  Peer(P2pConfig config, Signalling signalling, Loop loop, PeerLinks links, Runnable onClose) {
    this.config = config;
    this.signalling = signalling;
    this.loop = loop;
    this.gate = new Gate(loop);
    this.links = links;
    this.onClose = onClose;
    this.mode = config.routingMode();
    this.announcements = new Announcements(this, signalling);
    this.sending = new SendQueue(loop, this::sendAll);
    this.churn = new Churn(config.maxConnectionsPerMinute(), loop::nanoTime);
    this.inboxMemory = new InboxMemory(loop::nanoTime);
    this.reception = new Reception(this, gate, remotes, announcements);
  }

  void start() {
    signalling.start(this);
    if (gate.isClosed()) {
      signalling.close();
    }
  }

  @Override
  public P2pConfig config() {
    return config;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public PeerLinks links() {
    return links;
  }

  @Override
  public String ownId() {
    return ownId;
  }

  @Override
  public RoutingMode mode() {
    return mode;
  }

  @Override
  public int newStream() {
    return STREAMS.getAndIncrement() & 0xFFFF;
  }

  @Override
  public InboxMemory inboxMemory() {
    return inboxMemory;
  }

  @Override
  public Set<String> features() {
    return Announcements.features(links.inactiveReason().isEmpty());
  }

  @Override
  public CompletionStage<Void> signal(String target, Signal signal) {
    String own = ownId;
    if (own == null) {
      return CompletableFuture.failedStage(new P2pException("the client has no session"));
    }
    try {
      return signalling.signal(target, signal.toValue(own));
    } catch (RuntimeException e) {
      // It does not fit a message, or the other's id is none.
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public EarlyCandidates early() {
    return early;
  }

  @Override
  public void emit(PeerEvent event) {
    listeners.tell(event);
  }

  @Override
  public String refuseConnection() {
    if (remotes.links() >= config.maxConnections()) {
      return "there are " + config.maxConnections() + " connections, no more are allowed";
    }
    return churn.tryTake() ? null : "more than " + churn;
  }

  // What the application asks for.

  @Override
  public CompletionStage<Void> announce() {
    return gate.ask(
        () ->
            ownId == null
                ? CompletableFuture.failedStage(new P2pException("the client has no session"))
                : announcements.announce());
  }

  @Override
  public List<RemotePeer> peers() {
    return remotes.announced();
  }

  @Override
  public CompletionStage<Void> connect(String peerSessionId) {
    requireOther(peerSessionId);
    return gate.ask(() -> remotes.get(peerSessionId, this).connect());
  }

  @Override
  public CompletionStage<SendResult> send(String peerSessionId, byte[] bytes, boolean reliable) {
    requireOther(peerSessionId);
    return sending.submit(peerSessionId, bytes, reliable);
  }

  private void sendAll(List<SendQueue.Request> requests) {
    Set<Remote> touched = new HashSet<>();
    for (SendQueue.Request request : requests) {
      Remote remote = remotes.get(request.peer(), this);
      remote.traffic().add(request.message(), request.reliable());
      touched.add(remote);
    }
    touched.forEach(Remote::pathChanged);
  }

  @Override
  public void routingMode(RoutingMode now) {
    mode = Objects.requireNonNull(now, "mode");
    gate.execute(() -> remotes.all().forEach(Remote::pathChanged));
  }

  @Override
  public RoutingMode routingMode() {
    return mode;
  }

  @Override
  public AutoCloseable listen(Consumer<PeerEvent> listener) {
    Listeners.Entry entry = new Listeners.Entry(listener);
    gate.execute(
        () -> {
          listeners.add(entry);
          remotes.announced().forEach(known -> entry.tell(new PeerEvent.PeerAnnounced(known)));
        });
    return () -> {
      listeners.remove(entry);
      // If it is not there before this, it will not stay.
      gate.execute(() -> listeners.remove(entry));
    };
  }

  @Override
  public boolean isConnected(String peerSessionId) {
    Remote remote = remotes.find(peerSessionId);
    return remote != null && remote.connection().isUp();
  }

  @Override
  public void disconnect(String peerSessionId) {
    gate.execute(
        () -> {
          Remote remote = remotes.find(peerSessionId);
          if (remote != null) {
            remote.connection().disconnect("this side has disconnected");
          }
        });
  }

  @Override
  public void close() {
    if (gate.close(this::end)) {
      loop.close();
      onClose.run();
    }
  }

  private void end() {
    sending.close();
    for (Remote remote : remotes.all()) {
      remote.connection().disconnect(Gate.CLOSED);
      remote.traffic().fail(Gate.CLOSED);
    }
    if (ownId != null) {
      announcements.goodbye();
    }
    signalling.close();
    listeners.clear();
  }

  private void requireOther(String peer) {
    if (peer.isEmpty() || peer.length() > MAX_ID || peer.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + peer + "' is no id of a session");
    }
    try {
      Address.check(ClientSignalling.SIGNAL + peer);
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("'" + peer + "' is no id of a session", e);
    }
    if (peer.equals(ownId)) {
      throw new IllegalArgumentException(peer + " is this peer itself");
    }
  }

  // What the router tells.

  @Override
  public void connected(String sessionId) {
    gate.execute(
        () -> {
          boolean another = lastId != null && !lastId.equals(sessionId);
          ownId = sessionId;
          lastId = sessionId;
          announcements.announce();
          if (another) {
            remotes.all().forEach(remote -> remote.restart("this client has a new session"));
          }
        });
  }

  @Override
  public void lost() {
    gate.execute(
        () -> {
          ownId = null;
          remotes.all().forEach(Remote::pathChanged);
        });
  }

  @Override
  public void unreachable(String target) {
    gate.execute(
        () -> {
          Remote remote = remotes.find(target);
          if (remote != null) {
            remote.unreachable();
          }
        });
  }

  @Override
  public void announced(Value.Map payload) {
    reception.announced(payload);
  }

  @Override
  public void signal(Value.Map payload) {
    reception.signal(payload);
  }
}
