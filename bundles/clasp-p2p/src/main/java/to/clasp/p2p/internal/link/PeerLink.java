package to.clasp.p2p.internal.link;

/**
 * A direct connection to one peer with two channels, or the attempt to make one. All calls come
 * from the loop that it was made with, and all that it tells is told there.
 */
public interface PeerLink {
  /** Begins as the side that offers. */
  void offer();

  /**
   * Begins as the side that answers.
   *
   * @param sdp the offer
   */
  void accept(String sdp);

  /**
   * Goes on as the side that offered.
   *
   * @param sdp the answer
   */
  void answered(String sdp);

  /**
   * One more way to the peer. May come before the description does.
   *
   * @param candidate the way
   */
  void addCandidate(IceCandidate candidate);

  /**
   * Hands a message over.
   *
   * @param reliable the channel
   * @param message at most what {@link #maxMessageBytes} says
   * @return false if that channel is not open
   */
  boolean send(boolean reliable, byte[] message);

  /**
   * Whether a channel takes more now. If not, {@link Listener#room} is told when it does.
   *
   * @param reliable the channel
   * @return false if too much waits in it, or it is not open
   */
  boolean hasRoom(boolean reliable);

  /**
   * The largest message that the peer takes.
   *
   * @return in bytes
   */
  int maxMessageBytes();

  /** Ends it and gives everything back. Nothing is told after that. */
  void close();

  /** Hears of a link, on the loop. */
  interface Listener {
    /** The own description, which the peer needs. */
    void described(String sdp);

    /** One more way to reach this side. */
    void candidate(IceCandidate candidate);

    /** The reliable channel is open. */
    void open();

    /** A message has come. */
    void message(boolean reliable, byte[] message);

    /** A channel takes more again. */
    void room();

    /** The way is interrupted, or is there again. */
    void interrupted(boolean interrupted);

    /** It has ended, or never came about. Told once. */
    void failed(String reason);
  }
}
