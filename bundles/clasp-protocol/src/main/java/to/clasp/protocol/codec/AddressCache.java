package to.clasp.protocol.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Addresses that are read often. One that is kept here is found by its bytes and not made anew, so
 * that a map in which it is looked up finds its hash computed, and mostly the very object that is
 * its key.
 *
 * <p>Every address has one place, which it shares with others. It is kept there when it comes twice
 * with no other in between that is not kept, so that a flood of addresses leaves the cache as it
 * is. It never grows beyond its places and never slows down, whatever peers send. Used by one
 * thread.
 */
public final class AddressCache {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final int PLACE_BITS = 12;

  /** Longer addresses are not kept, so that all places together take less than 1 MB. */
  private static final int LONGEST = 64;

  private final Entry[] kept = new Entry[1 << PLACE_BITS];
  private final int[] lastMissed = new int[1 << PLACE_BITS];

  private record Entry(byte[] bytes, String text) {}

  /** Makes an empty cache. */
  public AddressCache() {}

  /**
   * Reads an address.
   *
   * @return the address, or null if the bytes are not valid UTF-8
   */
  String read(byte[] buffer, int offset, int length) {
    if (length < Long.BYTES || length > LONGEST) {
      return Utf8.read(buffer, offset, length);
    }
    int end = offset + length;
    int hash = hash(buffer, offset, end);
    Entry entry = kept[place(hash)];
    if (entry != null && Arrays.equals(entry.bytes, 0, entry.bytes.length, buffer, offset, end)) {
      return entry.text;
    }
    String text = Utf8.read(buffer, offset, length);
    if (text != null) {
      missed(hash, text, buffer, offset, end);
    }
    return text;
  }

  private void missed(int hash, String text, byte[] buffer, int offset, int end) {
    int place = place(hash);
    if (lastMissed[place] == hash) {
      kept[place] = new Entry(Arrays.copyOfRange(buffer, offset, end), text);
    }
    lastMissed[place] = hash;
  }

  /** The upper bits depend on all bytes. */
  private static int place(int hash) {
    return hash >>> Integer.SIZE - PLACE_BITS;
  }

  /** Takes eight bytes at a time; some of the last eight are taken twice. */
  private static int hash(byte[] buffer, int offset, int end) {
    int last = end - Long.BYTES;
    long hash = (long) LONG.get(buffer, last);
    for (int at = offset; at < last; at += Long.BYTES) {
      hash = hash * MIX + (long) LONG.get(buffer, at);
    }
    return (int) (hash * MIX >>> Integer.SIZE);
  }
}
