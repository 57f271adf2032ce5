package to.clasp.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/**
 * The fields of one map of a legacy payload, in whatever order they come. Unknown fields are passed
 * over; of equal ones the last counts; nil means absent where a field may be absent.
 */
final class LegacyFields {
  static final long LARGEST_U32 = 0xFFFF_FFFFL;

  private final LegacyReader in;

  /** Where the keys begin; each value follows its key. */
  private final int[] keys;

  /** Indexes the map that is the reader's next item. */
  LegacyFields(LegacyReader in, String name) {
    this.in = in;
    keys = new int[in.mapSize(name)];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = in.position();
      in.skip(name);
      in.skip(name);
    }
  }

  /** Names the message that is read, for the text of errors. */
  void message(String name) {
    in.message(name);
  }

  ProtocolException error(String field, String what) {
    return in.error(field, what);
  }

  String string(String key) {
    require(key);
    return in.string(key);
  }

  String optionalString(String key) {
    return isPresent(key) ? in.string(key) : null;
  }

  boolean flag(String key) {
    // Unlike other optional fields a flag must not be nil; nobody has ever accepted that.
    return find(key) && in.bool(key);
  }

  Boolean optionalBool(String key) {
    return isPresent(key) ? in.bool(key) : null;
  }

  /** A required integer from 0 to a largest value. */
  long unsigned(String key, long largest) {
    require(key);
    return readUnsigned(key, largest);
  }

  /** An integer from 0 to a largest value, or null. */
  Long optionalUnsigned(String key, long largest) {
    return isPresent(key) ? readUnsigned(key, largest) : null;
  }

  private long readUnsigned(String key, long largest) {
    long value = in.peek(key) == LegacyReader.UINT_64 ? in.integer(key) : signed(key);
    if (value < 0 || value > largest) {
      throw in.error(key, "is not in the range 0 to " + largest);
    }
    return value;
  }

  /** A required integer from 0 to 2^64-1, the upper half as negative numbers. */
  long u64(String key) {
    require(key);
    return readU64(key);
  }

  /** An integer from 0 to 2^64-1, the upper half as negative numbers, or null. */
  Long optionalU64(String key) {
    return isPresent(key) ? readU64(key) : null;
  }

  private long readU64(String key) {
    return in.peek(key) == LegacyReader.UINT_64 ? in.integer(key) : signed(key);
  }

  private long signed(String key) {
    long value = in.integer(key);
    if (value < 0) {
      throw in.error(key, "is negative");
    }
    return value;
  }

  Double optionalNumber(String key) {
    return isPresent(key) ? in.number(key) : null;
  }

  /** Numbers in an array, or null. */
  double[] optionalNumbers(String key) {
    if (!isPresent(key)) {
      return null;
    }
    double[] numbers = new double[in.arraySize(key)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.number(key);
    }
    return numbers;
  }

  /** Strings in an array; none if there is no array. */
  List<String> strings(String key) {
    List<String> strings = new ArrayList<>();
    if (isPresent(key)) {
      for (int left = in.arraySize(key); left > 0; left--) {
        strings.add(in.string(key));
      }
    }
    return strings;
  }

  /** A required value that may be nil. */
  Value value(String key) {
    require(key);
    return LegacyValue.read(in, key, ValueCodec.MAX_DEPTH);
  }

  /** A required value that stands inside others already. */
  Value value(String key, int depthLeft) {
    require(key);
    return LegacyValue.read(in, key, depthLeft);
  }

  /** A value, or null if it is absent or nil. */
  Value optionalValue(String key) {
    return isPresent(key) ? LegacyValue.read(in, key, ValueCodec.MAX_DEPTH) : null;
  }

  /** A map, or null. */
  LegacyFields optionalMap(String key) {
    return isPresent(key) ? new LegacyFields(in, key) : null;
  }

  boolean isString(String key) {
    return isPresent(key) && LegacyReader.isString(in.peek(key));
  }

  /** Maps in an array, each turned into something by a function; none if there is no array. */
  <T> List<T> list(String key, Function<LegacyFields, T> each) {
    List<T> elements = new ArrayList<>();
    if (isPresent(key)) {
      for (int left = in.arraySize(key); left > 0; left--) {
        LegacyFields fields = new LegacyFields(in, key);
        int next = in.position();
        elements.add(each.apply(fields));
        in.seek(next);
      }
    }
    return elements;
  }

  boolean has(String key) {
    return find(key);
  }

  /** Says which field is missing, for lists, which are empty otherwise. */
  void require(String key) {
    if (!find(key)) {
      throw in.error(key, "is missing");
    }
  }

  private boolean isPresent(String key) {
    return find(key) && in.peek(key) != LegacyReader.NIL;
  }

  /** Moves the reader to the value of a key. */
  private boolean find(String key) {
    for (int i = keys.length - 1; i >= 0; i--) {
      in.seek(keys[i]);
      if (isKey(key)) {
        return true;
      }
    }
    return false;
  }

  /** Compares the next item with a key and, when equal, moves behind it. */
  private boolean isKey(String key) {
    if (!LegacyReader.isString(in.peek(key))) {
      return false;
    }
    int length = in.stringLength(key);
    if (length != key.length()) {
      return false;
    }
    int from = in.position();
    for (int i = 0; i < length; i++) {
      if (in.buffer()[from + i] != key.charAt(i)) {
        return false;
      }
    }
    in.seek(from + length);
    return true;
  }
}
