package to.clasp.osc.internal.codec;

/** Goes through the elements of a bundle. Used by one thread. */
public final class OscBundleReader {
  private static final long MARK = 0x2362_756E_646C_6500L; // "#bundle", NUL
  private static final int HEADER = 2 * Long.BYTES;

  private final byte[] bytes;
  private final int limit;
  private final long timeTag;
  private int next;
  private int offset;
  private int length;

  /**
   * Reads the head of a bundle.
   *
   * @param bytes hold it
   * @param offset where it begins
   * @param length its size
   * @throws OscException if it is no bundle
   */
  public OscBundleReader(byte[] bytes, int offset, int length) {
    if (!isBundle(bytes, offset, length)) {
      throw new OscException("a bundle is cut off");
    }
    this.bytes = bytes;
    this.limit = offset + length;
    this.timeTag = OscBytes.int64(bytes, offset + Long.BYTES);
    this.next = offset + HEADER;
  }

  /**
   * Whether bytes are a bundle, not a message.
   *
   * @param bytes hold them
   * @param offset where they begin
   * @param length how many there are
   * @return true if they begin as a bundle does
   */
  public static boolean isBundle(byte[] bytes, int offset, int length) {
    return length >= HEADER && OscBytes.int64(bytes, offset) == MARK;
  }

  /**
   * Has a bundle take effect at once.
   *
   * @param bundle a whole bundle, from its start
   */
  public static void setImmediate(byte[] bundle) {
    OscBytes.int64(bundle, Long.BYTES, TimeTag.IMMEDIATELY);
  }

  /**
   * When the bundle takes effect.
   *
   * @return as {@link TimeTag} explains
   */
  public long timeTag() {
    return timeTag;
  }

  /**
   * Goes to the next element.
   *
   * @return false if there is none
   * @throws OscException if its size is wrong
   */
  public boolean next() {
    if (next == limit) {
      return false;
    }
    if (limit - next < Integer.BYTES) {
      throw new OscException("the size of an element is cut off");
    }
    length = OscBytes.int32(bytes, next);
    offset = next + Integer.BYTES;
    if (length <= 0 || length % OscBytes.UNIT != 0 || length > limit - offset) {
      throw new OscException("an element has the size " + length);
    }
    next = offset + length;
    return true;
  }

  /**
   * Where the element begins.
   *
   * @return its offset in the bytes
   */
  public int offset() {
    return offset;
  }

  /**
   * How large the element is.
   *
   * @return its size in bytes, a multiple of 4
   */
  public int length() {
    return length;
  }
}
