package to.clasp.p2p.internal;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.p2p.PeerEvent;
import to.clasp.protocol.Value;

/**
 * What others tell this peer by the router, on its way to the loop: read before it waits there, so
 * that no more of it waits than is used.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /** What a signal keeps in memory besides its data or description, at most. */
  private static final int SMALL = 4096;

  /** What a peer can do that does not say it. */
  private static final Set<String> USUAL = Set.of("webrtc", "reliable", "unreliable");

  private final Hub hub;
  private final Gate gate;
  private final Remotes remotes;
  private final Announcements announcements;

  Reception(Hub hub, Gate gate, Remotes remotes, Announcements announcements) {
    this.hub = hub;
    this.gate = gate;
    this.remotes = remotes;
    this.announcements = announcements;
  }

  /** An announcement of whomever. From any thread. */
  void announced(Value.Map payload) {
    read(
        "announcement",
        () -> {
          Set<String> said = SignalReader.features(payload);
          boolean capable = Value.Bool.TRUE.equals(payload.entries().get("p2p_capable"));
          Set<String> features = said.isEmpty() && capable ? USUAL : said;
          String id = SignalReader.text(payload, "session_id", Peer.MAX_ID);
          gate.hear(SMALL, () -> hello(id, features, true));
        });
  }

  /** A peer is there; whether it may not know that this one is, too. */
  private void hello(String id, Set<String> features, boolean newcomer) {
    if (!isOther(id)) {
      return;
    }
    if (features.isEmpty()) {
      Remote known = remotes.find(id);
      if (known != null) {
        known.forgetAnnouncement();
      }
      return;
    }
    Remote remote = remotes.get(id, hub);
    boolean unknown = remote.announced() == null;
    if (remote.announce(features)) {
      hub.emit(new PeerEvent.PeerAnnounced(remote.announced()));
    }
    if (unknown && newcomer && hub.ownId() != null) {
      announcements.answer(remote.announced());
    }
  }

  private boolean isOther(String id) {
    return !id.isEmpty()
        && id.length() <= Peer.MAX_ID
        && id.indexOf('/') < 0
        && !id.equals(hub.ownId());
  }

  /** A signal for this client's session. From any thread. */
  void signal(Value.Map payload) {
    read(
        "signal",
        () -> {
          String from = SignalReader.from(payload);
          Signal signal = SignalReader.read(payload);
          if (signal != null) {
            gate.hear(size(signal), () -> dispatch(from, signal));
          }
        });
  }

  private static int size(Signal signal) {
    if (signal instanceof Signal.Relay relay) {
      return relay.data().length;
    } else if (signal instanceof Signal.Offer offer) {
      return SMALL + offer.sdp().length();
    }
    return signal instanceof Signal.Answer answer ? SMALL + answer.sdp().length() : SMALL;
  }

  private static void read(String what, Runnable task) {
    try {
      task.run();
    } catch (IllegalArgumentException e) {
      LOG.debug("a {} is not understood: {}", what, e.getMessage());
    }
  }

  private void dispatch(String from, Signal signal) {
    if (!isOther(from)) {
      return;
    }
    if (signal instanceof Signal.Hello hello) {
      hello(from, hello.features(), false);
      return;
    }
    Remote remote = remotes.get(from, hub);
    if (signal instanceof Signal.Offer offer) {
      remote.negotiation().offered(offer);
    } else if (signal instanceof Signal.Answer answer) {
      remote.negotiation().answered(answer);
    } else if (signal instanceof Signal.Candidate candidate) {
      remote.negotiation().candidate(candidate);
    } else if (signal instanceof Signal.Disconnected disconnected) {
      remote.negotiation().disconnected(disconnected);
    } else if (signal instanceof Signal.Relay relay) {
      remote.relayed(relay);
    }
  }
}
