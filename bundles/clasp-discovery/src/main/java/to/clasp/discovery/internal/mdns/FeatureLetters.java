package to.clasp.discovery.internal.mdns;

import java.util.Map;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

/** Signal types as the letters of the TXT key {@code features}. */
final class FeatureLetters {
  private static final Map<Character, SignalType> TYPES =
      Map.of(
          'p', SignalType.PARAM,
          's', SignalType.STREAM,
          'e', SignalType.EVENT,
          't', SignalType.TIMELINE,
          'g', SignalType.GESTURE);

  private static final String ORDER = "psetg";

  private FeatureLetters() {}

  static String write(Features features) {
    StringBuilder letters = new StringBuilder();
    ORDER
        .chars()
        .filter(letter -> features.contains(TYPES.get((char) letter)))
        .forEach(letter -> letters.append((char) letter));
    return letters.toString();
  }

  /** In any order; letters that nobody knows are left out. */
  static Features read(String letters) {
    return Features.of(
        letters
            .chars()
            .mapToObj(letter -> TYPES.get((char) letter))
            .filter(type -> type != null)
            .toArray(SignalType[]::new));
  }
}
