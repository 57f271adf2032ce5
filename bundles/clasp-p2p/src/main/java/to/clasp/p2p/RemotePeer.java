package to.clasp.p2p;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A client that has announced itself.
 *
 * @param sessionId its session
 * @param features what it can do, in its own words: {@code webrtc}, {@code reliable}, {@code
 *     unreliable}, {@link #FRAMED} and others
 */
public record RemotePeer(String sessionId, Set<String> features) {
  /** Feature of a peer to which messages of any size up to 16 MiB can be sent. */
  public static final String FRAMED = "clasp-p2p-1";

  /** Checks and copies. */
  public RemotePeer {
    requireNonNull(sessionId, "sessionId");
    features = Set.copyOf(features);
  }
}
