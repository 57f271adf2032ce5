package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * A value of a param, an event or a stream (protocol 2.2). The eight kinds are distinct: an integer
 * 1 is not equal to a float 1.
 */
public sealed interface Value {

  /** No value. A param can hold it like any other value. */
  record Null() implements Value {
    /** The only instance needed. */
    public static final Null INSTANCE = new Null();
  }

  /**
   * A truth value.
   *
   * @param value the value
   */
  record Bool(boolean value) implements Value {
    /** True. */
    public static final Bool TRUE = new Bool(true);

    /** False. */
    public static final Bool FALSE = new Bool(false);
  }

  /**
   * A signed 64-bit integer.
   *
   * @param value the value
   */
  record Int(long value) implements Value {}

  /**
   * A 64-bit float, also what every number of a JavaScript client is.
   *
   * @param value the value; NaN and the infinities are allowed
   */
  record Float(double value) implements Value {}

  /**
   * A string of Unicode characters, at most 65 535 bytes in UTF-8.
   *
   * @param value the value
   */
  record Text(String value) implements Value {
    /** Checks for null. */
    public Text {
      requireNonNull(value, "value");
    }
  }

  /**
   * A list of values, at most 65 535.
   *
   * @param items the values in order
   */
  record Array(List<Value> items) implements Value {
    /** Checks for null and copies the list. */
    public Array {
      items = List.copyOf(items);
    }
  }

  /**
   * Values under names, at most 65 535, in the order in which they were given.
   *
   * @param entries the values by name
   */
  record Map(java.util.Map<String, Value> entries) implements Value {
    /** Checks for null and copies the map, keeping its order. */
    public Map {
      // A map of one entry has no order to keep, and peers can send thousands of such maps.
      entries = entries.size() < 2 ? java.util.Map.copyOf(entries) : copyInOrder(entries);
    }

    private static java.util.Map<String, Value> copyInOrder(java.util.Map<String, Value> entries) {
      java.util.Map<String, Value> copy = new LinkedHashMap<>(entries);
      copy.forEach(
          (key, value) -> {
            requireNonNull(key, "key");
            requireNonNull(value, key);
          });
      return Collections.unmodifiableMap(copy);
    }
  }

  /** Uninterpreted bytes, at most 65 535. */
  final class Bytes implements Value {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    /**
     * Keeps a copy of the given bytes.
     *
     * @param bytes the bytes
     * @return the value
     */
    public static Bytes of(byte... bytes) {
      return new Bytes(bytes.clone());
    }

    /**
     * Keeps a copy of a part of an array.
     *
     * @param buffer the array
     * @param offset where the part begins
     * @param length how many bytes it has
     * @return the value
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static Bytes copyOf(byte[] buffer, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      return new Bytes(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /**
     * How many bytes there are.
     *
     * @return the number of bytes
     */
    public int length() {
      return bytes.length;
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toArray() {
      return bytes.clone();
    }

    /**
     * Copies the bytes into an array.
     *
     * @param target the array
     * @param offset where to begin in it
     * @throws IndexOutOfBoundsException if they do not fit
     */
    public void copyTo(byte[] target, int offset) {
      System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[length=" + bytes.length + "]";
    }
  }

  /**
   * An integer.
   *
   * @param value any integer
   * @return the value
   */
  static Value of(long value) {
    return new Int(value);
  }

  /**
   * A float.
   *
   * @param value any float
   * @return the value
   */
  static Value of(double value) {
    return new Float(value);
  }

  /**
   * A truth value.
   *
   * @param value true or false
   * @return the value
   */
  static Value of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /**
   * A string.
   *
   * @param value any string
   * @return the value
   */
  static Value of(String value) {
    return new Text(value);
  }
}
