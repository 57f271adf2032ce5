package to.clasp.p2p.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RoutingMode;

/**
 * The direct connection to one peer: how it comes about, ends, and is tried again. At most one
 * attempt or connection at a time. Used on the loop.
 */
final class Connection implements Attempt.Owner {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int MAX_PAST = 16;

  /** The reason of those who want no connection any more, as all kinds of peers write it. */
  private static final String WANTED_NO_MORE = "User requested disconnect";

  /** What the connection means to the rest of the peer. */
  interface Listener {
    /** The ways have changed: what waits may go now, or has to be refused. */
    void pathChanged();

    /** The peer has said what it can do. */
    void features(Set<String> features);

    /** A message has come directly. */
    void message(byte[] message, boolean reliable, LinkPath path);
  }

  private final String id;
  private final Hub hub;
  private final Listener listener;
  private final Churn churn;
  private final List<CompletableFuture<Void>> connecting = new ArrayList<>();
  private final EarlyCandidates early = new EarlyCandidates();
  private final Deque<String> past = new ArrayDeque<>();
  private volatile Attempt current;
  private boolean wanted;
  private int triesLeft;
  private Runnable deadline;
  private Runnable retry;

  /** The connection that ended last, if it had been open. */
  private String broken;

  Connection(String id, Hub hub, Listener listener) {
    this.id = id;
    this.hub = hub;
    this.listener = listener;
    this.churn = Churn.ofOnePeer(hub.config().maxConnectionsPerMinute(), hub.loop()::nanoTime);
  }

  /** Where messages go directly now, or null. */
  LinkPath path() {
    Attempt now = current;
    return now == null ? null : now.pathIfUp();
  }

  /** Whether messages can go directly now. Safe from any thread. */
  boolean isUp() {
    return path() != null;
  }

  /** Whether there is a link or a wish for one. */
  boolean isUsed() {
    return current != null || wanted || deadline != null;
  }

  boolean hasLink() {
    return current != null;
  }

  /** Why there is no way now. */
  String state() {
    if (current == null) {
      return "not connected";
    }
    return current.isOpen() ? "the connection is interrupted" : "still connecting";
  }

  CompletionStage<Void> connect() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    wanted = true;
    if (current != null && current.isOpen()) {
      result.complete(null);
      return result;
    }
    connecting.add(result);
    if (deadline == null) {
      begin();
    }
    return result;
  }

  private void begin() {
    stopRetry();
    triesLeft = hub.config().retries();
    startDeadline();
    tryOnce();
  }

  private void startDeadline() {
    Duration timeout = hub.config().connectionTimeout();
    deadline =
        hub.loop()
            .schedule(timeout, () -> giveUp("no connection within " + timeout.toMillis() + " ms"));
  }

  private void tryOnce() {
    if (deadline == null || current != null) {
      return;
    }
    String refusal = refusal();
    if (refusal != null) {
      giveUp(refusal);
      return;
    }
    Attempt attempt = attempt(hub.ownId() + "-" + id + "-" + UUID.randomUUID(), true);
    if (open(attempt)) {
      attempt.link().offer();
    }
  }

  private String refusal() {
    if (hub.mode() == RoutingMode.SERVER_ONLY) {
      return "the routing mode is SERVER_ONLY";
    } else if (!hub.links().inactiveReason().isEmpty()) {
      return hub.links().inactiveReason();
    } else if (hub.ownId() == null) {
      return "the client has no session";
    }
    return churn.tryTake() ? hub.refuseConnection() : "more than " + churn + " with one peer";
  }

  private Attempt attempt(String correlation, boolean offers) {
    return new Attempt(correlation, offers, this, hub.loop().nanoTime());
  }

  private boolean open(Attempt attempt) {
    try {
      attempt.begin(hub.links().open(hub.config(), hub.loop(), attempt));
    } catch (RuntimeException e) {
      giveUp(e.getMessage());
      return false;
    }
    current = attempt;
    return true;
  }

  @Override
  public boolean isCurrent(Attempt attempt) {
    return attempt == current;
  }

  @Override
  public void described(Attempt attempt, String sdp) {
    signal(
        attempt.offers()
            ? new Signal.Offer(attempt.correlation(), sdp, hub.features())
            : new Signal.Answer(attempt.correlation(), sdp, hub.features()));
  }

  @Override
  public void message(Attempt attempt, boolean reliable, byte[] message) {
    listener.message(message, reliable, attempt.path());
  }

  @Override
  public void pathChanged() {
    listener.pathChanged();
  }

  void offered(Signal.Offer offer) {
    if (past.contains(offer.correlation())
        || current != null && current.correlation().equals(offer.correlation())) {
      return;
    }
    if (current != null && countsMore(current)) {
      return;
    }
    endCurrent("the peer connects anew");
    listener.pathChanged();
    String refusal = refusal();
    if (refusal != null) {
      remember(offer.correlation());
      signal(new Signal.Disconnected(offer.correlation(), refusal));
      return;
    }
    listener.features(offer.features());
    stopRetry();
    if (deadline == null) {
      triesLeft = 0;
      startDeadline();
    }
    Attempt attempt = attempt(offer.correlation(), false);
    if (open(attempt)) {
      attempt.link().accept(offer.sdp());
      early.take(offer.correlation()).forEach(attempt.link()::addCandidate);
    }
  }

  /** Of two offers at the same time that of the lower id counts, on both sides. */
  private boolean countsMore(Attempt own) {
    String ownId = hub.ownId();
    return ownId != null && ownId.compareTo(id) < 0 && own.mayCross(hub.loop().nanoTime());
  }

  void answered(Signal.Answer answer) {
    if (isAbout(answer.correlation()) && current.offers() && current.takeAnswer()) {
      listener.features(answer.features());
      current.link().answered(answer.sdp());
    }
  }

  void candidate(Signal.Candidate candidate) {
    if (isAbout(candidate.correlation())) {
      current.link().addCandidate(candidate.candidate());
    } else if (!past.contains(candidate.correlation())) {
      early.keep(candidate.correlation(), candidate.candidate());
    }
  }

  void disconnectedByPeer(Signal.Disconnected signal) {
    if (current == null && signal.correlation().equals(broken)) {
      // The end of the link was faster than the news of it, and was taken for a failure.
      wanted = false;
      stopRetry();
    }
    if (!isAbout(signal.correlation())) {
      return;
    }
    if (current.isOpen()) {
      wanted = false;
      endCurrent(signal.reason());
      listener.pathChanged();
    } else if (current.offers() && !current.isAnswered()
        || signal.reason().equals(WANTED_NO_MORE)) {
      wanted = false;
      giveUp("the peer refuses: " + signal.reason());
    } else {
      // It tried, and saw earlier than this side that there is no way now.
      failed(signal.reason());
    }
  }

  private boolean isAbout(String correlation) {
    return current != null && current.correlation().equals(correlation);
  }

  /** There is no such session any more. A connection that works is left alone. */
  void unreachable() {
    if (current == null || !current.isOpen()) {
      wanted = false;
      stopRetry();
      if (deadline != null) {
        giveUp("there is no session " + id);
      }
    }
  }

  @Override
  public void opened() {
    stopDeadline();
    signal(new Signal.Connected(current.correlation()));
    hub.emit(new PeerEvent.Connected(id));
    List.copyOf(connecting).forEach(waiting -> waiting.complete(null));
    connecting.clear();
    listener.pathChanged();
  }

  @Override
  public void failed(String reason) {
    if (current.isOpen()) {
      endCurrent(reason);
      retryAfter(min(FIRST_RETRY, hub.config().retryInterval()));
      listener.pathChanged();
    } else if (current.offers() && triesLeft > 0) {
      endCurrent(reason);
      triesLeft--;
      hub.loop().schedule(PAUSE, this::tryOnce);
    } else {
      giveUp(reason);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void giveUp(String reason) {
    stopDeadline();
    if (current != null) {
      signal(new Signal.Disconnected(current.correlation(), reason));
      endCurrent(reason);
    }
    boolean relays = hub.config().automaticFallback() && hub.mode() != RoutingMode.P2P_ONLY;
    hub.emit(new PeerEvent.ConnectionFailed(id, relays ? reason + " (using relay)" : reason));
    failConnecting(reason);
    retryAfter(hub.config().retryInterval());
    listener.pathChanged();
  }

  private void retryAfter(Duration delay) {
    stopRetry();
    if (wanted) {
      retry =
          hub.loop()
              .schedule(
                  delay,
                  () -> {
                    retry = null;
                    if (wanted && current == null && deadline == null) {
                      begin();
                    }
                  });
    }
  }

  /** Ends it for good, and tells the peer. */
  void disconnect(String reason) {
    wanted = false;
    stopRetry();
    stopDeadline();
    if (current != null) {
      signal(new Signal.Disconnected(current.correlation(), WANTED_NO_MORE));
      endCurrent(reason);
    }
    failConnecting(reason);
    listener.pathChanged();
  }

  /** The own session is another one: what there was belonged to the old one. */
  void restart() {
    stopDeadline();
    stopRetry();
    endCurrent("this client has a new session");
    if (wanted) {
      begin();
    }
  }

  private void failConnecting(String reason) {
    List<CompletableFuture<Void>> failed = List.copyOf(connecting);
    connecting.clear();
    failed.forEach(waiting -> waiting.completeExceptionally(new P2pException(id + ": " + reason)));
  }

  private void endCurrent(String reason) {
    Attempt ended = current;
    if (ended == null) {
      return;
    }
    current = null;
    remember(ended.correlation());
    ended.link().close();
    broken = ended.isOpen() ? ended.correlation() : null;
    if (ended.isOpen()) {
      hub.emit(new PeerEvent.Disconnected(id, reason));
    }
  }

  private void remember(String correlation) {
    past.add(correlation);
    if (past.size() > MAX_PAST) {
      past.remove();
    }
  }

  @Override
  public void signal(Signal signal) {
    hub.signal(id, signal);
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.run();
      deadline = null;
    }
  }

  private void stopRetry() {
    if (retry != null) {
      retry.run();
      retry = null;
    }
  }
}
