package to.clasp.p2p.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.protocol.Value;

/** What one peer tells another through the router (protocol 10.2, and types of our own). */
sealed interface Signal {
  /** The wish to connect. */
  record Offer(String correlation, String sdp, Set<String> features) implements Signal {}

  /** The answer to it. */
  record Answer(String correlation, String sdp, Set<String> features) implements Signal {}

  /** A way by which the sender may be reached. */
  record Candidate(String correlation, IceCandidate candidate) implements Signal {}

  /** The sender's side is open. */
  record Connected(String correlation) implements Signal {}

  /** The sender has ended the connection, or wants none. */
  record Disconnected(String correlation, String reason) implements Signal {}

  /** A message that goes through the router. Peers of other kinds ignore it. */
  record Relay(byte[] data, boolean reliable, boolean framed) implements Signal {}

  /** An announcement to one peer only, as an answer to its own. Peers of other kinds ignore it. */
  record Hello(Set<String> features) implements Signal {}

  /**
   * The signal as it travels.
   *
   * @param from id of the sender's session
   */
  default Value.Map toValue(String from) {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("type", Value.of(SignalReader.type(this)));
    map.put("from", Value.of(from));
    if (this instanceof Offer offer) {
      describe(map, offer.sdp(), offer.correlation(), offer.features());
    } else if (this instanceof Answer answer) {
      describe(map, answer.sdp(), answer.correlation(), answer.features());
    } else if (this instanceof Candidate candidate) {
      map.put("candidate", Value.of(CandidateText.write(candidate.candidate())));
      map.put("correlation_id", Value.of(candidate.correlation()));
    } else if (this instanceof Connected connected) {
      map.put("correlation_id", Value.of(connected.correlation()));
    } else if (this instanceof Disconnected disconnected) {
      map.put("correlation_id", Value.of(disconnected.correlation()));
      map.put("reason", Value.of(disconnected.reason()));
    } else if (this instanceof Relay relay) {
      // Peers of other kinds know no signal without this key.
      map.put("correlation_id", Value.of(""));
      map.put("data", Value.Bytes.of(relay.data()));
      map.put("reliable", Value.of(relay.reliable()));
      map.put("framed", Value.of(relay.framed()));
    } else if (this instanceof Hello hello) {
      map.put("correlation_id", Value.of(""));
      map.put("features", Value.of(String.join(",", hello.features())));
    }
    return new Value.Map(map);
  }

  private static void describe(
      Map<String, Value> map, String sdp, String correlation, Set<String> features) {
    map.put("sdp", Value.of(sdp));
    map.put("correlation_id", Value.of(correlation));
    map.put("features", Value.of(String.join(",", features)));
  }
}
