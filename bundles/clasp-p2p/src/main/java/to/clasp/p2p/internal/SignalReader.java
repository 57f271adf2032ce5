package to.clasp.p2p.internal;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import to.clasp.p2p.internal.link.IceCandidate;
import to.clasp.protocol.Value;

/** Reads what peers of any kind send; what cannot be read is told in one exception. */
final class SignalReader {
  /** A longer id of an attempt is none. */
  private static final int MAX_ID = 1024;

  private static final int MAX_REASON = 200;
  private static final int MAX_FEATURES = 32;
  private static final int MAX_FEATURE = 64;

  private SignalReader() {}

  /** What a signal is called. */
  static String type(Signal signal) {
    return signal instanceof Signal.Offer
        ? "offer"
        : signal instanceof Signal.Answer
            ? "answer"
            : signal instanceof Signal.Candidate
                ? "ice_candidate"
                : signal instanceof Signal.Connected
                    ? "connected"
                    : signal instanceof Signal.Disconnected
                        ? "disconnected"
                        : signal instanceof Signal.Relay ? "relay" : "hello";
  }

  /**
   * Reads a signal.
   *
   * @return the signal, or null if its type is not known
   * @throws IllegalArgumentException if something in it is missing or wrong
   */
  static Signal read(Value.Map payload) {
    return switch (text(payload, "type", MAX_ID)) {
      case "offer" -> new Signal.Offer(correlation(payload), sdp(payload), features(payload));
      case "answer" -> new Signal.Answer(correlation(payload), sdp(payload), features(payload));
      case "ice_candidate" ->
          new Signal.Candidate(
              correlation(payload), candidate(text(payload, "candidate", Integer.MAX_VALUE)));
      case "connected" -> new Signal.Connected(correlation(payload));
      case "disconnected" -> new Signal.Disconnected(correlation(payload), reason(payload));
      case "relay" -> relay(payload);
      case "hello" -> new Signal.Hello(features(payload));
      default -> null;
    };
  }

  /** Who has sent a signal: our routers guarantee it. */
  static String from(Value.Map payload) {
    return text(payload, "from", MAX_ID);
  }

  private static String correlation(Value.Map payload) {
    return text(payload, "correlation_id", MAX_ID);
  }

  private static String sdp(Value.Map payload) {
    return text(payload, "sdp", Integer.MAX_VALUE);
  }

  private static IceCandidate candidate(String text) {
    return CandidateText.read(text);
  }

  private static String reason(Value.Map payload) {
    if (payload.entries().get("reason") instanceof Value.Text reason) {
      String text = reason.value().replaceAll("\\p{Cntrl}", " ");
      return text.substring(0, Math.min(text.length(), MAX_REASON));
    }
    return "no reason given";
  }

  private static Signal relay(Value.Map payload) {
    if (!(payload.entries().get("data") instanceof Value.Bytes data)) {
      throw new IllegalArgumentException("data is missing or no bytes");
    }
    return new Signal.Relay(data.toArray(), flag(payload, "reliable"), flag(payload, "framed"));
  }

  private static boolean flag(Value.Map payload, String key) {
    return Value.Bool.TRUE.equals(payload.entries().get(key));
  }

  /** The features of a signal (a text) or of an announcement (an array). */
  static Set<String> features(Value.Map payload) {
    Set<String> features = new LinkedHashSet<>();
    Value value = payload.entries().get("features");
    if (value instanceof Value.Text text) {
      Arrays.stream(text.value().split(",", MAX_FEATURES + 1))
          .limit(MAX_FEATURES)
          .filter(SignalReader::isFeature)
          .forEach(features::add);
    } else if (value instanceof Value.Array array) {
      array.items().stream()
          .limit(MAX_FEATURES)
          .filter(Value.Text.class::isInstance)
          .map(item -> ((Value.Text) item).value())
          .filter(SignalReader::isFeature)
          .forEach(features::add);
    }
    return features;
  }

  private static boolean isFeature(String text) {
    return !text.isBlank() && text.length() <= MAX_FEATURE;
  }

  /** A text that has to be there. */
  static String text(Value.Map payload, String key, int max) {
    if (payload.entries().get(key) instanceof Value.Text text && text.value().length() <= max) {
      return text.value();
    }
    throw new IllegalArgumentException(key + " is missing, no text, or too long");
  }
}
