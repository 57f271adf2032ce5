package to.clasp.client.internal;

import java.util.Map;

/** Numbers of one type as numbers of another. */
final class Numbers {
  private static final Map<Class<?>, Class<?>> BOXED =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private Numbers() {}

  static Class<?> boxed(Class<?> type) {
    return BOXED.getOrDefault(type, type);
  }

  /** The number as the given type, or null if that cannot hold it. */
  static Object convert(Number number, Class<?> type) {
    if (type == Double.class) {
      return number.doubleValue();
    } else if (type == Float.class) {
      return number.floatValue();
    }
    // Every number of a JavaScript client is a float.
    long whole = number.longValue();
    if (number instanceof Double && number.doubleValue() != whole) {
      return null;
    }
    if (type == Long.class) {
      return whole;
    } else if (type == Integer.class) {
      return whole == (int) whole ? (Object) (int) whole : null;
    } else if (type == Short.class) {
      return whole == (short) whole ? (Object) (short) whole : null;
    } else if (type == Byte.class) {
      return whole == (byte) whole ? (Object) (byte) whole : null;
    }
    return null;
  }
}
