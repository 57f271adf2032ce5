package to.clasp.transport.netty.internal;

import io.netty.util.concurrent.FastThreadLocal;

/** One large array for each thread, to read what has just arrived. */
public final class Scratch {
  private static final int SIZE = 64 * 1024;
  private static final FastThreadLocal<byte[]> ARRAY =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[SIZE];
        }
      };

  private Scratch() {}

  /**
   * The array of the calling thread.
   *
   * @return 64 KiB of any content, free until the caller returns
   */
  public static byte[] ofThisThread() {
    return ARRAY.get();
  }
}
