package to.clasp.router.internal.state;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Value;

/**
 * Estimates the memory that all params take together, and bounds it: a number of params says little
 * where one may be an integer or a map of five thousand maps. Safe from any thread.
 */
final class ParamMemory {
  /** The objects around a param: entry, place in the store, strings. */
  private static final int ENTRY = 300;

  private static final int OBJECT = 24;
  private static final int STRING = 56;
  private static final int LIST_ITEM = 8;
  private static final int MAP_ITEM = 64;

  private final AtomicLong used = new AtomicLong();
  private volatile long limit;

  /**
   * @param limit in bytes; 0 for any number
   */
  void configure(long limit) {
    this.limit = limit;
  }

  /**
   * Checks that a param may grow. Several that ask at once may all be told so.
   *
   * @throws ProtocolException if not
   */
  void requireRoom(String address, int growth) {
    long most = limit;
    if (growth > 0 && most > 0 && used.get() + growth > most) {
      throw new ProtocolException(
          ErrorCode.REVISION_CONFLICT,
          "the params of the router take at most " + most + " bytes",
          address);
    }
  }

  void grow(int bytes) {
    if (bytes != 0) {
      used.addAndGet(bytes);
    }
  }

  /** What a param with a value takes, in bytes. */
  static int weightOf(String address, Value value) {
    return ENTRY + 2 * address.length() + weightOf(value);
  }

  private static int weightOf(Value value) {
    if (value instanceof Value.Text text) {
      return stringWeight(text.value());
    }
    if (value instanceof Value.Bytes bytes) {
      return STRING + bytes.length();
    }
    if (value instanceof Value.Array array) {
      int weight = STRING;
      for (Value item : array.items()) {
        weight += LIST_ITEM + weightOf(item);
      }
      return weight;
    }
    if (value instanceof Value.Map map) {
      int weight = 2 * STRING;
      for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
        weight += MAP_ITEM + stringWeight(entry.getKey()) + weightOf(entry.getValue());
      }
      return weight;
    }
    return OBJECT;
  }

  private static int stringWeight(String text) {
    return STRING + 2 * text.length();
  }
}
