package to.clasp.protocol;

import java.util.List;

/** Values between two values (protocol 8.3). */
final class Interpolation {
  /** No frame brings values deeper than this; those of a Java program must not use up the stack. */
  private static final int MAX_DEPTH = 32;

  private static final long LARGE = 1L << 62;

  private Interpolation() {}

  /**
   * A value on the way from one to another.
   *
   * @param t the part of the way, finite; what is outside 0 to 1 overshoots
   */
  static Value between(Value a, Value b, double t) {
    return between(a, b, t, MAX_DEPTH);
  }

  private static Value between(Value a, Value b, double t, int depthLeft) {
    if (a instanceof Value.Float from && b instanceof Value.Float to) {
      return new Value.Float(from.value() + (to.value() - from.value()) * t);
    } else if (a instanceof Value.Int from && b instanceof Value.Int to) {
      return new Value.Int(between(from.value(), to.value(), t));
    } else if (a instanceof Value.Array from
        && b instanceof Value.Array to
        && from.items().size() == to.items().size()
        && depthLeft > 0) {
      return between(from.items(), to.items(), t, depthLeft - 1);
    }
    return t < 0.5 ? a : b;
  }

  private static Value between(List<Value> from, List<Value> to, double t, int depthLeft) {
    Value[] items = new Value[from.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = between(from.get(i), to.get(i), t, depthLeft);
    }
    return new Value.Array(List.of(items));
  }

  /** Exact where no step can overflow; elsewhere at least of the right size and sign. */
  private static long between(long a, long b, double t) {
    double step = (b - a) * t;
    boolean exact = isSmall(a) && isSmall(b) && Math.abs(step) < LARGE;
    return exact ? a + (long) step : (long) (a + ((double) b - a) * t);
  }

  private static boolean isSmall(long value) {
    return value > -LARGE && value < LARGE;
  }
}
