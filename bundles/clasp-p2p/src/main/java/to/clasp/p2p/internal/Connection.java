package to.clasp.p2p.internal;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RoutingMode;

/**
 * The direct connection to one peer: how it comes about, ends, and is tried again. At most one
 * attempt or connection at a time. What the peer says about it is read by {@link Negotiation}. Used
 * on the loop.
 */
final class Connection implements Attempt.Owner {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /** The reason of those who want no connection any more, as all kinds of peers write it. */
  static final String WANTED_NO_MORE = "User requested disconnect";

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
  private final Admission admission;
  private final Waiting waiting = new Waiting();
  private final PastAttempts past = new PastAttempts();
  private final Timer deadline;
  private final Timer retry;
  private volatile Attempt current;
  private boolean wanted;
  private int triesLeft;

  Connection(String id, Hub hub, Listener listener) {
    this.id = id;
    this.hub = hub;
    this.listener = listener;
    this.deadline = new Timer(hub.loop());
    this.retry = new Timer(hub.loop());
    this.admission = new Admission(hub);
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
    return current != null || wanted || deadline.isSet();
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
    wanted = true;
    if (current != null && current.isOpen()) {
      return CompletableFuture.completedStage(null);
    }
    CompletionStage<Void> result = waiting.add();
    if (!deadline.isSet()) {
      begin();
    }
    return result;
  }

  private void begin() {
    retry.stop();
    triesLeft = hub.config().retries();
    startDeadline();
    tryOnce();
  }

  private void startDeadline() {
    Duration timeout = hub.config().connectionTimeout();
    deadline.set(timeout, () -> giveUp("no connection within " + timeout.toMillis() + " ms"));
  }

  private void tryOnce() {
    if (!deadline.isSet() || current != null) {
      return;
    }
    String refusal = admission.refusal();
    if (refusal != null) {
      giveUp(refusal);
      return;
    }
    Attempt attempt = attempt(hub.ownId() + "-" + id + "-" + UUID.randomUUID(), true);
    String failure = open(attempt);
    if (failure == null) {
      attempt.link().offer();
    } else {
      giveUp(failure);
    }
  }

  private Attempt attempt(String correlation, boolean offers) {
    return new Attempt(correlation, offers, this, hub.loop().nanoTime());
  }

  /** Makes its link, or says why that is not possible. */
  private String open(Attempt attempt) {
    try {
      attempt.begin(hub.links().open(hub.config(), hub.loop(), attempt));
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    current = attempt;
    return null;
  }

  @Override
  public boolean isCurrent(Attempt attempt) {
    return attempt == current;
  }

  @Override
  public void described(Attempt attempt, String sdp) {
    Signal description =
        attempt.offers()
            ? new Signal.Offer(attempt.correlation(), sdp, hub.features())
            : new Signal.Answer(attempt.correlation(), sdp, hub.features());
    hub.signal(id, description)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                String reason = "the router was not told: " + failure.getMessage();
                hub.loop().execute(() -> attempt.failed(reason));
              }
            });
  }

  @Override
  public void message(Attempt attempt, boolean reliable, byte[] message) {
    listener.message(message, reliable, attempt.path());
  }

  @Override
  public void pathChanged() {
    listener.pathChanged();
  }

  Attempt current() {
    return current;
  }

  PastAttempts past() {
    return past;
  }

  /** The peer offers a connection, in the place of whatever there is. */
  void accept(Signal.Offer offer) {
    endCurrent("the peer connects anew");
    listener.pathChanged();
    String refusal = admission.refusal();
    if (refusal != null) {
      refuse(offer, refusal);
      return;
    }
    listener.features(offer.features());
    retry.stop();
    if (!deadline.isSet()) {
      triesLeft = 0;
      startDeadline();
    }
    Attempt attempt = attempt(offer.correlation(), false);
    String failure = open(attempt);
    if (failure == null) {
      attempt.link().accept(offer.sdp());
      hub.early().take(id, offer.correlation()).forEach(attempt.link()::addCandidate);
    } else {
      refuse(offer, failure);
      giveUp(failure);
    }
  }

  private void refuse(Signal.Offer offer, String reason) {
    past.add(offer.correlation());
    signal(new Signal.Disconnected(offer.correlation(), reason));
  }

  /** The peer has ended what there was, for good. */
  void endedByPeer(String reason) {
    end(reason, "the peer refuses: ");
  }

  private void end(String reason, String whileConnecting) {
    wanted = false;
    retry.stop();
    if (deadline.isSet()) {
      giveUp(whileConnecting + reason);
    } else if (current != null) {
      endCurrent(reason);
      listener.pathChanged();
    }
  }

  /** There is no such session any more. A connection that works is left alone. */
  void unreachable() {
    if (!isUp()) {
      end("there is no session " + id, "");
    }
  }

  @Override
  public void opened() {
    deadline.stop();
    signal(new Signal.Connected(current.correlation()));
    hub.emit(new PeerEvent.Connected(id));
    waiting.succeed();
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
    deadline.stop();
    if (current != null) {
      signal(new Signal.Disconnected(current.correlation(), reason));
      endCurrent(reason);
    }
    boolean relays = hub.config().automaticFallback() && hub.mode() != RoutingMode.P2P_ONLY;
    hub.emit(new PeerEvent.ConnectionFailed(id, relays ? reason + " (using relay)" : reason));
    waiting.fail(id + ": " + reason);
    retryAfter(hub.config().retryInterval());
    listener.pathChanged();
  }

  private void retryAfter(Duration delay) {
    retry.stop();
    if (wanted) {
      retry.set(
          delay,
          () -> {
            if (wanted && current == null && !deadline.isSet()) {
              begin();
            }
          });
    }
  }

  /** Ends it for good, and tells the peer. */
  void disconnect(String reason) {
    wanted = false;
    retry.stop();
    deadline.stop();
    if (current != null) {
      signal(new Signal.Disconnected(current.correlation(), WANTED_NO_MORE));
      endCurrent(reason);
    }
    waiting.fail(id + ": " + reason);
    listener.pathChanged();
  }

  /** The own session is another one: what there was belonged to the old one. */
  void restart() {
    deadline.stop();
    retry.stop();
    endCurrent("this client has a new session");
    if (wanted) {
      begin();
    }
  }

  private void endCurrent(String reason) {
    Attempt ended = current;
    if (ended == null) {
      return;
    }
    current = null;
    past.add(ended);
    ended.link().close();
    if (ended.isOpen()) {
      hub.emit(new PeerEvent.Disconnected(id, reason));
    }
  }

  @Override
  public void signal(Signal signal) {
    hub.signal(id, signal);
  }
}
