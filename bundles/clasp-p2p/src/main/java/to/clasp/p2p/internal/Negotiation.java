package to.clasp.p2p.internal;

/**
 * What the signals of one peer mean for the connection to it. Those that come twice, late or to
 * nothing mean nothing. Used on the loop.
 */
final class Negotiation {
  private final String id;
  private final Hub hub;
  private final Connection connection;
  private final Connection.Listener listener;

  /**
   * With one peer.
   *
   * @param id its session
   * @param listener hears what the peer can do
   */
  Negotiation(String id, Hub hub, Connection connection, Connection.Listener listener) {
    this.id = id;
    this.hub = hub;
    this.connection = connection;
    this.listener = listener;
  }

  /** The attempt or connection that a signal is about, or null. */
  private Attempt about(String correlation) {
    Attempt current = connection.current();
    return current != null && current.correlation().equals(correlation) ? current : null;
  }

  private boolean isPast(String correlation) {
    return connection.past().contains(correlation);
  }

  void offered(Signal.Offer offer) {
    if (!isPast(offer.correlation()) && about(offer.correlation()) == null && !ownCountsMore()) {
      connection.accept(offer);
    }
  }

  /** Of two offers at the same time that of the lower id counts, on both sides. */
  private boolean ownCountsMore() {
    Attempt own = connection.current();
    String ownId = hub.ownId();
    return own != null
        && ownId != null
        && ownId.compareTo(id) < 0
        && own.mayCross(hub.loop().nanoTime());
  }

  void answered(Signal.Answer answer) {
    Attempt attempt = about(answer.correlation());
    if (attempt != null && attempt.offers() && attempt.takeAnswer()) {
      listener.features(answer.features());
      attempt.link().answered(answer.sdp());
    }
  }

  void candidate(Signal.Candidate candidate) {
    Attempt attempt = about(candidate.correlation());
    if (attempt != null) {
      attempt.link().addCandidate(candidate.candidate());
    } else if (!isPast(candidate.correlation())) {
      hub.early().keep(id, candidate.correlation(), candidate.candidate());
    }
  }

  void disconnected(Signal.Disconnected signal) {
    boolean forGood = signal.reason().equals(Connection.WANTED_NO_MORE);
    Attempt attempt = about(signal.correlation());
    if (attempt != null) {
      boolean refused = attempt.offers() && !attempt.isAnswered();
      if (attempt.isOpen() || refused || forGood) {
        connection.endedByPeer(signal.reason());
      } else {
        // It tried, and saw earlier than this side that there is no way now.
        connection.failed(signal.reason());
      }
    } else if (connection.current() == null && connection.past().isLast(signal.correlation())) {
      // This side was faster to see the end, and has taken it for a failure.
      if (connection.past().lastWasOpen() || forGood) {
        connection.endedByPeer(signal.reason());
      }
    }
  }
}
