package to.clasp.osc.internal.value;

import java.util.ArrayList;
import java.util.List;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.codec.OscMessageReader;
import to.clasp.protocol.Value;

/** What the arguments of a message mean as a value. */
public final class ArgumentValues {
  /** Arrays in arrays; a value of the protocol nests little deeper. */
  private static final int DEEPEST = 30;

  private static final Value IMPULSE = Value.of(Double.POSITIVE_INFINITY);
  private static final char END = 0;
  private static final int BYTE = 0xFF;

  private ArgumentValues() {}

  /**
   * Reads all arguments of a message.
   *
   * @param from a message that has begun
   * @return null without arguments, the value of a single one, an array of several
   * @throws OscException if they are no OSC
   */
  public static Value read(OscMessageReader from) {
    char tag = from.next();
    if (tag == END) {
      return Value.Null.INSTANCE;
    }
    Value first = value(tag, from, 0);
    tag = from.next();
    if (tag == END) {
      return first;
    }
    List<Value> all = new ArrayList<>(1 + Math.min(from.remaining() + 1, DEEPEST));
    all.add(first);
    for (; tag != END; tag = from.next()) {
      all.add(value(tag, from, 0));
    }
    return new Value.Array(all);
  }

  private static Value value(char tag, OscMessageReader from, int depth) {
    return switch (tag) {
      case 'f' -> Value.of((double) Float.intBitsToFloat(from.int32()));
      case 'i' -> Value.of((long) from.int32());
      case 's', 'S' -> Value.of(from.text());
      case 'h' -> Value.of(from.int64());
      case 'd' -> Value.of(Double.longBitsToDouble(from.int64()));
      case 'T' -> Value.Bool.TRUE;
      case 'F' -> Value.Bool.FALSE;
      case 'N' -> Value.Null.INSTANCE;
      case 'I' -> IMPULSE;
      case 'b' -> from.blob(Value.Bytes::copyOf);
      case 'c' -> character(from.int32());
      case 'r', 'm' -> fourBytes(from.int32());
      case 't' -> {
        from.int64();
        yield Value.Null.INSTANCE;
      }
      case '[' -> array(from, depth + 1);
      default -> throw new OscException("type tag '" + printable(tag) + "' is unknown");
    };
  }

  private static Value array(OscMessageReader from, int depth) {
    if (depth > DEEPEST) {
      throw new OscException("arrays are nested deeper than " + DEEPEST);
    }
    List<Value> items = new ArrayList<>();
    for (char tag = from.next(); tag != ']'; tag = from.next()) {
      if (tag == END) {
        throw new OscException("an array has no end");
      }
      items.add(value(tag, from, depth));
    }
    return new Value.Array(items);
  }

  private static Value character(int code) {
    if (!Character.isValidCodePoint(code)
        || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
      throw new OscException("a character has the number " + code);
    }
    return Value.of(Character.toString(code));
  }

  private static Value fourBytes(int bits) {
    return new Value.Array(
        List.of(
            Value.of((long) (bits >>> 24)),
            Value.of((long) (bits >>> 16 & BYTE)),
            Value.of((long) (bits >>> 8 & BYTE)),
            Value.of((long) (bits & BYTE))));
  }

  private static String printable(char tag) {
    return tag > ' ' && tag < 0x7F ? String.valueOf(tag) : "0x" + Integer.toHexString(tag);
  }
}
