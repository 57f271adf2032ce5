package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.p2p.internal.link.IceCandidate;

/** Candidates of a peer that came before its offer. */
final class EarlyCandidates {
  private static final int MAX_ATTEMPTS = 4;
  private static final int MAX_CANDIDATES = 32;

  private final Map<String, List<IceCandidate>> byAttempt = new LinkedHashMap<>();

  void keep(String correlation, IceCandidate candidate) {
    List<IceCandidate> kept = byAttempt.computeIfAbsent(correlation, any -> new ArrayList<>());
    if (kept.size() < MAX_CANDIDATES) {
      kept.add(candidate);
    }
    if (byAttempt.size() > MAX_ATTEMPTS) {
      byAttempt.remove(byAttempt.keySet().iterator().next());
    }
  }

  List<IceCandidate> take(String correlation) {
    List<IceCandidate> kept = byAttempt.remove(correlation);
    return kept == null ? List.of() : kept;
  }
}
