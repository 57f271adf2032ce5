package to.clasp.p2p;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One client as a peer of others. A peer is named by the id of its session. Safe from any thread.
 *
 * <p>When the client loses its router, direct connections stay. When it comes back with another
 * session, it is another peer to the others: connections are made anew, to the same peers.
 */
@ProviderType
public interface LocalPeer extends AutoCloseable {
  /** The largest message to a peer of our kind ({@link RemotePeer#FRAMED}), in bytes. */
  int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  /** The largest message through the router to a peer of another kind, in bytes. */
  int MAX_RAW_RELAY_BYTES = 48 * 1024;

  /**
   * Says again to all clients that this one is there and what it can do. That is also said without
   * being asked: at first, with each new session, and when a new peer announces itself.
   *
   * @return completes when it is on its way to the router; fails with {@link P2pException} without
   *     a session
   */
  CompletionStage<Void> announce();

  /**
   * Who has announced itself and is not known to have left.
   *
   * @return a copy
   */
  List<RemotePeer> peers();

  /**
   * Makes a direct connection, or joins the attempt that is under way. It is kept up: when it
   * breaks, it is tried again after the retry interval, until one side disconnects.
   *
   * @param peerSessionId the peer
   * @return completes when both sides can send; fails with {@link P2pException} at the latest after
   *     the connection timeout
   */
  CompletionStage<Void> connect(String peerSessionId);

  /**
   * Sends a message. Reliable ones to a peer of our kind arrive complete, once and in order,
   * whichever way each goes, as long as both sessions live. To other peers, reliable ones are in
   * order as long as the way stays the same. Unreliable ones may get lost or overtake each other.
   *
   * <p>A peer of our kind gets up to {@link #MAX_MESSAGE_BYTES}. Others get up to what their SCTP
   * takes (at most 256 KiB) directly, and {@link #MAX_RAW_RELAY_BYTES} through the router.
   *
   * @param peerSessionId the peer
   * @param bytes the message; copied
   * @param reliable whether it has to arrive
   * @return completes when the message is on its way, and tells which; until then there was no room
   *     for it, so who waits for it never sends too fast. Fails with {@link P2pException} if it
   *     cannot be sent. Completes on the thread that events come on: what depends on it returns at
   *     once, too
   */
  CompletionStage<SendResult> send(String peerSessionId, byte[] bytes, boolean reliable);

  /**
   * Which way messages go from now on. Reliable messages to peers of our kind survive the change.
   *
   * @param mode the mode
   */
  void routingMode(RoutingMode mode);

  /**
   * Which way messages go.
   *
   * @return the mode
   */
  RoutingMode routingMode();

  /**
   * Hears what happens. Events come one after the other on a thread of this object; a listener
   * returns at once, for everything else waits meanwhile.
   *
   * @param listener hears the events from now on; at first {@link PeerEvent.PeerAnnounced} of each
   *     peer that is known already
   * @return ends it
   */
  AutoCloseable listen(Consumer<PeerEvent> listener);

  /**
   * Whether messages to a peer can go directly now.
   *
   * @param peerSessionId the peer
   * @return true if there is a connection, and it is not interrupted
   */
  boolean isConnected(String peerSessionId);

  /**
   * Ends the direct connection to a peer, or the attempt to make one, and tells the peer.
   *
   * @param peerSessionId the peer; nothing happens if there is no connection to it
   */
  void disconnect(String peerSessionId);

  /**
   * Ends all connections, tells the others, and hears nothing any more. What was sent and has not
   * arrived may be lost. The client stays open.
   */
  @Override
  void close();
}
