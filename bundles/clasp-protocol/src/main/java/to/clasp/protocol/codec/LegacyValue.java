package to.clasp.protocol.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.Value;

/** Values in the legacy encoding (protocol 3.2). */
final class LegacyValue {
  private LegacyValue() {}

  /**
   * Reads the next item as a value.
   *
   * @param depthLeft how many more arrays and maps may stand inside each other
   */
  static Value read(LegacyReader in, String field, int depthLeft) {
    int head = in.peek(field);
    if (LegacyReader.isMap(head)) {
      return readMap(in, field, depthLeft - 1);
    } else if (LegacyReader.isString(head)) {
      return new Value.Text(in.string(field));
    } else if (LegacyReader.isInteger(head)) {
      return readInteger(in, head, field);
    } else if (LegacyReader.isBinary(head)) {
      return readBytes(in, field);
    }
    return switch (head) {
      case LegacyReader.FLOAT_32, LegacyReader.FLOAT_64 -> new Value.Float(in.number(field));
      case LegacyReader.TRUE, LegacyReader.FALSE -> Value.of(in.bool(field));
      case LegacyReader.NIL -> {
        in.skip(field);
        yield Value.Null.INSTANCE;
      }
      default -> readArray(in, field, depthLeft - 1);
    };
  }

  private static Value readInteger(LegacyReader in, int head, String field) {
    int from = in.position();
    long value = in.integer(field);
    if (value >= 0 || head != LegacyReader.UINT_64) {
      return new Value.Int(value);
    }
    in.seek(from);
    return new Value.Float(in.number(field));
  }

  private static Value readBytes(LegacyReader in, String field) {
    int length = in.binaryLength(field);
    int from = in.position();
    in.seek(from + length);
    return Value.Bytes.copyOf(in.buffer(), from, length);
  }

  private static Value readArray(LegacyReader in, String field, int depthLeft) {
    Value[] items = new Value[in.arraySize(field)];
    requireDepth(in, field, depthLeft);
    for (int i = 0; i < items.length; i++) {
      items[i] = read(in, field, depthLeft);
    }
    return items.length == 0 ? ValueCodec.EMPTY_ARRAY : new Value.Array(List.of(items));
  }

  private static Value readMap(LegacyReader in, String field, int depthLeft) {
    int count = in.mapSize(field);
    requireDepth(in, field, depthLeft);
    if (count == 0) {
      return ValueCodec.EMPTY_MAP;
    }
    if (count == 1) {
      String key = in.string(field);
      return new Value.Map(Map.of(key, read(in, field, depthLeft)));
    }
    Map<String, Value> entries = new LinkedHashMap<>(ValueCodec.capacity(count));
    for (int i = 0; i < count; i++) {
      String key = in.string(field);
      entries.put(key, read(in, field, depthLeft));
    }
    return new Value.Map(entries);
  }

  private static void requireDepth(LegacyReader in, String field, int depthLeft) {
    if (depthLeft < 0) {
      throw in.error(field, "is nested deeper than " + ValueCodec.MAX_DEPTH);
    }
  }
}
