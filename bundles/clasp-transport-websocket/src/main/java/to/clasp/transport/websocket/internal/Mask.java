package to.clasp.transport.websocket.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Applies a masking key, eight bytes at a time. */
final class Mask {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mask() {}

  static void apply(int mask, byte[] bytes, int from, int length) {
    if (mask == 0) {
      return;
    }
    long wide = wide(mask);
    int end = from + length;
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
    }
    for (; at < end; at++) {
      bytes[at] ^= part(mask, at - from);
    }
  }

  private static long wide(int mask) {
    return (long) mask << 32 | mask & 0xFFFF_FFFFL;
  }

  private static byte part(int mask, int index) {
    return (byte) (mask >>> (24 - 8 * (index & 3)));
  }
}
