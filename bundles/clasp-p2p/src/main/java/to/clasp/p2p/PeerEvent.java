package to.clasp.p2p;

import static java.util.Objects.requireNonNull;

/** What happens between this client and its peers. */
public sealed interface PeerEvent {
  /**
   * The peer.
   *
   * @return id of its session
   */
  String peer();

  /**
   * A peer says that it is there and what it can do.
   *
   * @param remote the peer
   */
  record PeerAnnounced(RemotePeer remote) implements PeerEvent {
    /** Checks. */
    public PeerAnnounced {
      requireNonNull(remote, "remote");
    }

    @Override
    public String peer() {
      return remote.sessionId();
    }
  }

  /**
   * There is a direct connection now, whichever side began it.
   *
   * @param peer id of the peer's session
   */
  record Connected(String peer) implements PeerEvent {}

  /**
   * No direct connection came about.
   *
   * @param peer id of the peer's session
   * @param reason why, for people; ends in "(using relay)" if messages go through the router now
   */
  record ConnectionFailed(String peer, String reason) implements PeerEvent {}

  /**
   * A direct connection that there was has ended.
   *
   * @param peer id of the peer's session
   * @param reason why, for people
   */
  record Disconnected(String peer, String reason) implements PeerEvent {}

  /**
   * A message has come, by whichever way.
   *
   * @param peer id of the sender's session
   * @param bytes the message; yours to keep
   * @param reliable how it was sent
   */
  record Data(String peer, byte[] bytes, boolean reliable) implements PeerEvent {}
}
