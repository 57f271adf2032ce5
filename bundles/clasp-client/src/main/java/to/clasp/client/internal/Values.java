package to.clasp.client.internal;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.client.Received;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Value;

/** Between Java's own types and values as they travel. */
public final class Values {
  /** As deep as a frame can be. Also ends a list that contains itself. */
  private static final int MAX_DEPTH = 32;

  private Values() {}

  /** The value of a message; samples without a value are a list. */
  public static Value of(Received received) {
    Samples samples = received.publish() == null ? null : received.publish().samples();
    return samples != null && received.raw() instanceof Value.Null
        ? fromArray(samples.toArray(), 0)
        : received.raw();
  }

  /**
   * The form in which an object travels.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Value of(Object object) {
    return of(object, 0);
  }

  private static Value of(Object object, int depth) {
    if (object == null) {
      return Value.Null.INSTANCE;
    } else if (object instanceof Value value) {
      return value;
    } else if (object instanceof Double || object instanceof Float) {
      return Value.of(((Number) object).doubleValue());
    } else if (object instanceof Long
        || object instanceof Integer
        || object instanceof Short
        || object instanceof Byte) {
      return Value.of(((Number) object).longValue());
    } else if (object instanceof CharSequence || object instanceof Character) {
      return Value.of(object.toString());
    } else if (object instanceof Boolean truth) {
      return Value.of(truth);
    } else if (object instanceof byte[] bytes) {
      return Value.Bytes.of(bytes);
    } else if (object instanceof Enum<?> constant) {
      return Value.of(constant.name());
    } else if (object instanceof Number number) {
      return number.doubleValue() == number.longValue()
          ? Value.of(number.longValue())
          : Value.of(number.doubleValue());
    }
    return ofMany(object, depth);
  }

  private static Value ofMany(Object object, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a value nested more than " + MAX_DEPTH + " deep");
    } else if (object instanceof Map<?, ?> map) {
      Map<String, Value> entries = new LinkedHashMap<>();
      map.forEach((key, value) -> entries.put(String.valueOf(key), of(value, depth + 1)));
      return new Value.Map(entries);
    } else if (object instanceof Collection<?> items) {
      List<Value> values = new ArrayList<>(items.size());
      items.forEach(item -> values.add(of(item, depth + 1)));
      return new Value.Array(values);
    } else if (object.getClass().isArray()) {
      return fromArray(object, depth);
    } else if (JacksonValues.isPresent()) {
      return of(JacksonValues.toPlain(object), depth + 1);
    }
    throw new IllegalArgumentException(
        object.getClass().getName() + " has no form on the wire without Jackson on the class path");
  }

  private static Value fromArray(Object array, int depth) {
    Value[] values = new Value[Array.getLength(array)];
    Arrays.setAll(values, i -> of(Array.get(array, i), depth + 1));
    return new Value.Array(Arrays.asList(values));
  }

  /** Null, Boolean, Long, Double, String, byte[], List or Map. */
  public static Object toObject(Value value) {
    if (value instanceof Value.Float number) {
      return number.value();
    } else if (value instanceof Value.Int number) {
      return number.value();
    } else if (value instanceof Value.Text text) {
      return text.value();
    } else if (value instanceof Value.Bool truth) {
      return truth.value();
    } else if (value instanceof Value.Bytes bytes) {
      return bytes.toArray();
    } else if (value instanceof Value.Array array) {
      List<Object> items = new ArrayList<>(array.items().size());
      array.items().forEach(item -> items.add(toObject(item)));
      return Collections.unmodifiableList(items);
    } else if (value instanceof Value.Map map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.entries().forEach((key, item) -> entries.put(key, toObject(item)));
      return Collections.unmodifiableMap(entries);
    }
    return null;
  }

  /**
   * The value as a given type.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static <T> T convert(Value value, Class<T> wanted) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) Numbers.boxed(wanted);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    Object plain = toObject(value);
    if (plain == null || type.isInstance(plain)) {
      return type.cast(plain);
    }
    Object found = plain instanceof Number number ? Numbers.convert(number, type) : null;
    if (found == null && plain instanceof String text && type.isEnum()) {
      found = constant(type, text);
    }
    if (found == null && !isPlain(type) && JacksonValues.isPresent()) {
      found = JacksonValues.fromPlain(plain, type);
    }
    if (found == null) {
      throw new IllegalArgumentException(
          shown(plain) + " is no " + type.getSimpleName() + hint(type));
    }
    return type.cast(found);
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElse(null);
  }

  /** Types that a value has by itself or not at all. */
  private static boolean isPlain(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || Value.class.isAssignableFrom(type)
        || type == String.class
        || type == Boolean.class
        || type == byte[].class
        || type.isEnum();
  }

  private static String hint(Class<?> type) {
    return isPlain(type) || JacksonValues.isPresent() ? "" : " (Jackson is not on the class path)";
  }

  private static String shown(Object plain) {
    if (plain instanceof Number || plain instanceof Boolean) {
      return plain.getClass().getSimpleName() + " " + plain;
    }
    return plain instanceof Map ? "a map" : plain instanceof List ? "a list" : kind(plain);
  }

  private static String kind(Object plain) {
    return plain instanceof byte[] ? "bytes" : "a string";
  }
}
