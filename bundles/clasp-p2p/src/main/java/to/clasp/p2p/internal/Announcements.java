package to.clasp.p2p.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import to.clasp.p2p.RemotePeer;
import to.clasp.protocol.Value;

/**
 * Says that this client is there. Routers of other kinds do not keep announcements, so newcomers
 * are answered: those of our kind alone, all others by one announcement for all.
 */
final class Announcements {
  private static final int MIN_DELAY_MS = 50;
  private static final int MAX_DELAY_MS = 500;

  private final Hub hub;
  private final Signalling signalling;
  private final SplittableRandom random = new SplittableRandom();
  private boolean scheduled;

  Announcements(Hub hub, Signalling signalling) {
    this.hub = hub;
    this.signalling = signalling;
  }

  /** What there is with, or without, the native library. */
  static Set<String> features(boolean active) {
    Set<String> features = new LinkedHashSet<>();
    if (active) {
      features.add("webrtc");
    }
    features.add("reliable");
    features.add("unreliable");
    features.add(RemotePeer.FRAMED);
    return features;
  }

  CompletionStage<Void> announce() {
    return signalling.announce(payload(hub.features()));
  }

  void goodbye() {
    signalling.announce(payload(Set.of()));
  }

  private Value.Map payload(Set<String> features) {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("session_id", Value.of(hub.ownId()));
    map.put("p2p_capable", Value.of(features.contains("webrtc")));
    map.put("features", new Value.Array(features.stream().map(Value::of).toList()));
    return new Value.Map(map);
  }

  /** A peer has announced itself that was not known. */
  void answer(RemotePeer newcomer) {
    if (newcomer.features().contains(RemotePeer.FRAMED)) {
      hub.signal(newcomer.sessionId(), new Signal.Hello(hub.features()));
    } else if (!scheduled) {
      scheduled = true;
      // Not all at once, when many peers hear of a newcomer.
      hub.loop()
          .schedule(
              Duration.ofMillis(random.nextInt(MIN_DELAY_MS, MAX_DELAY_MS)),
              () -> {
                scheduled = false;
                if (hub.ownId() != null) {
                  announce();
                }
              });
    }
  }
}
