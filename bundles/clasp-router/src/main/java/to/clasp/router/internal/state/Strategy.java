package to.clasp.router.internal.state;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/** What becomes of a new value of a param that has one already (protocol 6.2). */
public enum Strategy {
  /** The last write wins. In a param's monitor every write is the last, whatever clocks say. */
  LWW,
  /** Only a greater number is taken. */
  MAX,
  /** Only a smaller number is taken. */
  MIN,
  /** Whoever holds the lock writes, which is so for every param. */
  LOCK,
  /** A map is laid over the stored one, key by key; any other value replaces it. */
  MERGE;

  /**
   * The strategy of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  static Strategy named(String name) {
    for (Strategy strategy : values()) {
      if (strategy.text().equals(name.toLowerCase(Locale.ROOT))) {
        return strategy;
      }
    }
    throw new IllegalArgumentException(
        "must be one of " + Arrays.toString(values()).toLowerCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is stored when a value is written over another.
   *
   * @throws ProtocolException if the stored one stays
   */
  Value resolve(String address, Value stored, Value next) {
    return switch (this) {
      case LWW, LOCK -> next;
      case MAX -> requireBetter(address, stored, next, 1, "greater");
      case MIN -> requireBetter(address, stored, next, -1, "smaller");
      case MERGE -> merge(stored, next);
    };
  }

  private Value requireBetter(String address, Value stored, Value next, int sign, String wish) {
    if (isBetter(stored, next, sign)) {
      return next;
    }
    throw new ProtocolException(
        ErrorCode.REVISION_CONFLICT,
        "strategy %s keeps %s: %s is not %s".formatted(text(), text(stored), text(next), wish),
        address);
  }

  /** Numbers of one kind are compared; anything else has no order and replaces. */
  private static boolean isBetter(Value stored, Value next, int sign) {
    if (stored instanceof Value.Int a && next instanceof Value.Int b) {
      return Long.compare(b.value(), a.value()) == sign;
    }
    if (stored instanceof Value.Float a && next instanceof Value.Float b) {
      // A stored NaN gives way, because nothing would ever be better.
      return Double.isNaN(a.value()) || (sign > 0 ? b.value() > a.value() : b.value() < a.value());
    }
    return true;
  }

  private static String text(Value number) {
    return number instanceof Value.Int integer
        ? Long.toString(integer.value())
        : Double.toString(((Value.Float) number).value());
  }

  private static Value merge(Value stored, Value next) {
    if (!(stored instanceof Value.Map below) || !(next instanceof Value.Map above)) {
      return next;
    }
    Map<String, Value> merged = new LinkedHashMap<>(below.entries());
    merged.putAll(above.entries());
    return new Value.Map(merged);
  }
}
