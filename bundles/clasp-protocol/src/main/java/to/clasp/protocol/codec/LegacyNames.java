package to.clasp.protocol.codec;

import java.util.List;
import java.util.Locale;
import to.clasp.protocol.Features;
import to.clasp.protocol.Phase;
import to.clasp.protocol.SignalType;

/** The words that the legacy encoding has for what the binary one has codes for. */
final class LegacyNames {
  private LegacyNames() {}

  /** A signal type, or null if the field is absent. */
  static SignalType signalType(LegacyFields fields, String key) {
    String name = fields.optionalString(key);
    return name == null ? null : find(SignalType.values(), name, fields, key);
  }

  /** The phase of a gesture, or null if the field is absent. */
  static Phase phase(LegacyFields fields) {
    String name = fields.optionalString("phase");
    return name == null ? null : find(Phase.values(), name, fields, "phase");
  }

  /** The type filter of a subscription; a name that is unknown is an error. */
  static Features types(LegacyFields fields) {
    int mask = 0;
    for (String name : fields.strings("types")) {
      mask |= find(SignalType.values(), name, fields, "types").maskBit();
    }
    return new Features(mask);
  }

  /** The features of a peer; those of later releases are passed over. */
  static Features features(LegacyFields fields) {
    List<String> names = fields.strings("features");
    int mask = 0;
    for (SignalType type : SignalType.values()) {
      mask |= names.contains(nameOf(type)) ? type.maskBit() : 0;
    }
    return new Features(mask);
  }

  private static <E extends Enum<E>> E find(E[] all, String name, LegacyFields fields, String key) {
    for (E candidate : all) {
      if (nameOf(candidate).equals(name)) {
        return candidate;
      }
    }
    throw fields.error(key, "has an unknown name");
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
