package to.clasp.router.internal.session.shape;

import java.util.List;
import to.clasp.protocol.Value;

/** Compares numbers, and equally long lists of numbers. Nothing else is near to anything. */
final class Nearness {
  /** Longer lists are not worth remembering for every address of every session. */
  private static final int MAX_ITEMS = 1024;

  private Nearness() {}

  /** Whether there can be a value that is near to this one. */
  static boolean isComparable(Value value) {
    return isNumber(value)
        || value instanceof Value.Array array && array.items().size() <= MAX_ITEMS;
  }

  /** Whether every number differs by less than epsilon; never true of what is no number. */
  static boolean isWithin(double epsilon, Value one, Value other) {
    if (one instanceof Value.Array first && other instanceof Value.Array second) {
      return isWithin(epsilon, first.items(), second.items());
    }
    return isNumber(one) && isNumber(other) && Math.abs(number(one) - number(other)) < epsilon;
  }

  private static boolean isWithin(double epsilon, List<Value> some, List<Value> others) {
    if (some.size() != others.size() || some.isEmpty()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!isNumber(some.get(i))
          || !isNumber(others.get(i))
          || !(Math.abs(number(some.get(i)) - number(others.get(i))) < epsilon)) {
        return false;
      }
    }
    return true;
  }

  static boolean isNumber(Value value) {
    return value instanceof Value.Float || value instanceof Value.Int;
  }

  /** A number as a float, which is exact up to 2^53. */
  static double number(Value value) {
    return value instanceof Value.Int whole ? whole.value() : ((Value.Float) value).value();
  }
}
