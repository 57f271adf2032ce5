package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.p2p.internal.link.IceCandidate;

/**
 * Candidates that came before the offer that they belong to, of all peers together: routers that do
 * not check who sends a signal let one client speak for any number of them.
 */
final class EarlyCandidates {
  private static final int MAX_ATTEMPTS = 64;
  private static final int MAX_ATTEMPTS_OF_ONE = 4;
  private static final int MAX_CANDIDATES = 32;

  private record Key(String peer, String correlation) {}

  /** In the order in which they began. */
  private final Map<Key, List<IceCandidate>> byAttempt = new LinkedHashMap<>();

  void keep(String peer, String correlation, IceCandidate candidate) {
    Key key = new Key(peer, correlation);
    List<IceCandidate> kept = byAttempt.get(key);
    if (kept == null) {
      makeRoom(peer);
      kept = new ArrayList<>();
      byAttempt.put(key, kept);
    }
    if (kept.size() < MAX_CANDIDATES) {
      kept.add(candidate);
    }
  }

  private void makeRoom(String peer) {
    List<Key> own = byAttempt.keySet().stream().filter(key -> key.peer().equals(peer)).toList();
    if (own.size() >= MAX_ATTEMPTS_OF_ONE) {
      byAttempt.remove(own.get(0));
    } else if (byAttempt.size() >= MAX_ATTEMPTS) {
      byAttempt.remove(byAttempt.keySet().iterator().next());
    }
  }

  List<IceCandidate> take(String peer, String correlation) {
    List<IceCandidate> kept = byAttempt.remove(new Key(peer, correlation));
    return kept == null ? List.of() : kept;
  }
}
