package to.clasp.p2p.internal;

import java.time.Duration;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.p2p.internal.link.PeerLink;

/**
 * One link, with the id under which both sides know it. What it tells counts while it is current.
 */
final class Attempt implements PeerLink.Listener {
  /** The connection that an attempt belongs to. */
  interface Owner {
    boolean isCurrent(Attempt attempt);

    void signal(Signal signal);

    void described(Attempt attempt, String sdp);

    void opened();

    void message(Attempt attempt, boolean reliable, byte[] message);

    void pathChanged();

    void failed(String reason);
  }

  private static final Duration GLARE = Duration.ofSeconds(5);

  private final String correlation;
  private final boolean offers;
  private final Owner owner;
  private final long begun;
  private LinkPath path;
  private boolean answered;
  private volatile boolean open;
  private volatile boolean interrupted;

  /**
   * An attempt without a link.
   *
   * @param correlation its id
   * @param offers whether this side offers
   * @param begun the time now, in ns
   */
  Attempt(String correlation, boolean offers, Owner owner, long begun) {
    this.correlation = correlation;
    this.offers = offers;
    this.owner = owner;
    this.begun = begun;
  }

  void begin(PeerLink link) {
    path = new LinkPath(link);
  }

  String correlation() {
    return correlation;
  }

  boolean offers() {
    return offers;
  }

  /**
   * Whether an offer of the peer may have been sent before this one arrived there. One that comes
   * after the answer, or much later than this one was sent, was not: the peer begins anew.
   */
  boolean mayCross(long now) {
    return offers && !open && !answered && now - begun < GLARE.toNanos();
  }

  /** Whether the peer has taken the offer. */
  boolean isAnswered() {
    return answered;
  }

  boolean isOpen() {
    return open;
  }

  PeerLink link() {
    return path.link();
  }

  LinkPath path() {
    return path;
  }

  /** The way that it is, or null while it is none. */
  LinkPath pathIfUp() {
    return open && !interrupted ? path : null;
  }

  /** Whether an answer is the first one. */
  boolean takeAnswer() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  private boolean isCurrent() {
    return owner.isCurrent(this);
  }

  @Override
  public void described(String sdp) {
    if (isCurrent()) {
      owner.described(this, sdp);
    }
  }

  @Override
  public void candidate(IceCandidate candidate) {
    if (isCurrent()) {
      owner.signal(new Signal.Candidate(correlation, candidate));
    }
  }

  @Override
  public void open() {
    if (isCurrent() && !open) {
      open = true;
      owner.opened();
    }
  }

  @Override
  public void message(boolean reliable, byte[] message) {
    if (isCurrent()) {
      owner.message(this, reliable, message);
    }
  }

  @Override
  public void room() {
    if (isCurrent() && open) {
      owner.pathChanged();
    }
  }

  @Override
  public void interrupted(boolean now) {
    if (isCurrent() && interrupted != now) {
      interrupted = now;
      owner.pathChanged();
    }
  }

  @Override
  public void failed(String reason) {
    if (isCurrent()) {
      owner.failed(reason);
    }
  }
}
