package to.clasp.protocol.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/** Values, with and without the byte that tells their type (protocol 2.2). */
final class ValueCodec {
  /** How many arrays and maps may stand inside each other. */
  static final int MAX_DEPTH = 32;

  private static final int NULL = 0x00;
  private static final int BOOL = 0x01;
  private static final int I8 = 0x02;
  private static final int I16 = 0x03;
  private static final int I32 = 0x04;
  private static final int I64 = 0x05;
  private static final int F32 = 0x06;
  private static final int F64 = 0x07;
  private static final int STRING = 0x08;
  private static final int BYTES = 0x09;
  private static final int ARRAY = 0x0A;
  private static final int MAP = 0x0B;

  private static final int SMALLEST_ENTRY = 3;
  static final Value EMPTY_ARRAY = new Value.Array(List.of());
  static final Value EMPTY_MAP = new Value.Map(Map.of());

  private ValueCodec() {}

  /** The type byte of a value. */
  static int type(Value value) {
    if (value instanceof Value.Float) {
      return F64;
    } else if (value instanceof Value.Int) {
      return I64;
    } else if (value instanceof Value.Text) {
      return STRING;
    } else if (value instanceof Value.Bool) {
      return BOOL;
    } else if (value instanceof Value.Map) {
      return MAP;
    } else if (value instanceof Value.Array) {
      return ARRAY;
    } else if (value instanceof Value.Bytes) {
      return BYTES;
    }
    return NULL;
  }

  /** The size with type byte. */
  static int size(Value value) {
    return 1 + dataSize(value);
  }

  /** The size without type byte. */
  static int dataSize(Value value) {
    return dataSize(value, MAX_DEPTH);
  }

  private static int dataSize(Value value, int depthLeft) {
    if (value instanceof Value.Float || value instanceof Value.Int) {
      return Long.BYTES;
    } else if (value instanceof Value.Text text) {
      return Sizes.string(text.value(), "string");
    } else if (value instanceof Value.Bool) {
      return 1;
    } else if (value instanceof Value.Map map) {
      return mapSize(map, depthLeft - 1);
    } else if (value instanceof Value.Array array) {
      return arraySize(array, depthLeft - 1);
    } else if (value instanceof Value.Bytes bytes) {
      Sizes.requireCount(bytes.length(), "byte array");
      return Short.BYTES + bytes.length();
    }
    return 0;
  }

  private static int arraySize(Value.Array array, int depthLeft) {
    requireDepth(depthLeft);
    Sizes.requireCount(array.items(), "array");
    int size = Short.BYTES;
    for (Value item : array.items()) {
      size = Sizes.within(size + 1 + dataSize(item, depthLeft));
    }
    return size;
  }

  private static int mapSize(Value.Map map, int depthLeft) {
    requireDepth(depthLeft);
    Sizes.requireCount(map.entries().size(), "map");
    int size = Short.BYTES;
    for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
      size += Sizes.string(entry.getKey(), "map key");
      size = Sizes.within(size + 1 + dataSize(entry.getValue(), depthLeft));
    }
    return size;
  }

  private static void requireDepth(int depthLeft) {
    if (depthLeft < 0) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE, "value is nested deeper than " + MAX_DEPTH);
    }
  }

  /** Writes type byte and data. */
  static void write(Value value, Writer out) {
    out.u8(type(value));
    writeData(value, out);
  }

  /** Writes the data only. */
  static void writeData(Value value, Writer out) {
    if (value instanceof Value.Float number) {
      out.f64(number.value());
    } else if (value instanceof Value.Int number) {
      out.u64(number.value());
    } else if (value instanceof Value.Text text) {
      out.string(text.value());
    } else if (value instanceof Value.Bool bool) {
      out.u8(bool.value() ? 1 : 0);
    } else if (value instanceof Value.Map map) {
      out.u16(map.entries().size());
      for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
        out.string(entry.getKey());
        write(entry.getValue(), out);
      }
    } else if (value instanceof Value.Array array) {
      out.u16(array.items().size());
      for (Value item : array.items()) {
        write(item, out);
      }
    } else if (value instanceof Value.Bytes bytes) {
      out.u16(bytes.length());
      bytes.copyTo(out.buffer(), out.skip(bytes.length()));
    }
  }

  /** Reads type byte and data. */
  static Value read(Reader in, String field) {
    return readData(in.u8(field), in, field);
  }

  /** Reads the data of a type that is known. */
  static Value readData(int type, Reader in, String field) {
    return readData(type, in, field, MAX_DEPTH);
  }

  private static Value readData(int type, Reader in, String field, int depthLeft) {
    switch (type) {
      case F64:
        return new Value.Float(in.f64(field));
      case NULL:
        return Value.Null.INSTANCE;
      case BOOL:
        return Value.of(in.u8(field) != 0);
      case I8:
        return new Value.Int((byte) in.u8(field));
      case I16:
        return new Value.Int((short) in.u16(field));
      case I32:
        return new Value.Int(in.i32(field));
      case I64:
        return new Value.Int(in.u64(field));
      case F32:
        return new Value.Float(Float.intBitsToFloat(in.i32(field)));
      case STRING:
        return new Value.Text(in.string(field));
      case BYTES:
        return readBytes(in, field);
      case ARRAY:
        return readArray(in, field, depthLeft - 1);
      case MAP:
        return readMap(in, field, depthLeft - 1);
      default:
        throw in.error(field, "has the unknown type 0x" + Integer.toHexString(type));
    }
  }

  private static Value readBytes(Reader in, String field) {
    int length = in.u16(field);
    return Value.Bytes.copyOf(in.buffer(), in.skip(length, field), length);
  }

  private static Value readArray(Reader in, String field, int depthLeft) {
    requireDepth(in, field, depthLeft);
    int count = in.count(1, field);
    if (count == 0) {
      return EMPTY_ARRAY;
    }
    Value[] items = new Value[count];
    for (int i = 0; i < count; i++) {
      items[i] = readData(in.u8(field), in, field, depthLeft);
    }
    return new Value.Array(List.of(items));
  }

  private static Value readMap(Reader in, String field, int depthLeft) {
    requireDepth(in, field, depthLeft);
    int count = in.count(SMALLEST_ENTRY, field);
    if (count == 0) {
      return EMPTY_MAP;
    }
    if (count == 1) {
      String key = in.string(field);
      return new Value.Map(Map.of(key, readData(in.u8(field), in, field, depthLeft)));
    }
    Map<String, Value> entries = new LinkedHashMap<>(capacity(count));
    for (int i = 0; i < count; i++) {
      String key = in.string(field);
      entries.put(key, readData(in.u8(field), in, field, depthLeft));
    }
    return new Value.Map(entries);
  }

  /** Lets a map grow to a size without ever being larger than it must. */
  static int capacity(int count) {
    return count + count / 2;
  }

  private static void requireDepth(Reader in, String field, int depthLeft) {
    if (depthLeft < 0) {
      throw in.error(field, "is nested deeper than " + MAX_DEPTH);
    }
  }
}
