package to.clasp.osc.internal.codec;

/**
 * Reads messages, one after the other: {@link #begin}, then {@link #next} before each argument and
 * the method for its tag. Nothing is made but what is asked for. Used by one thread.
 */
public final class OscMessageReader {
  private byte[] bytes;
  private int limit;
  private int addressStart;
  private int addressEnd;
  private int tag;
  private int tags;
  private int data;

  /** Begins nowhere. */
  public OscMessageReader() {}

  /**
   * Begins a message.
   *
   * @param in holds it; borrowed until the next call
   * @param offset where it begins
   * @param length its size
   * @throws OscException if its head is no OSC
   */
  public void begin(byte[] in, int offset, int length) {
    bytes = in;
    limit = offset + length;
    if (length == 0 || length % OscBytes.UNIT != 0) {
      throw new OscException("a packet has the size " + length);
    }
    if (in[offset] != '/') {
      throw new OscException("an address does not begin with '/'");
    }
    addressStart = offset;
    addressEnd = OscBytes.endOfText(in, offset, limit, "an address");
    tag = offset + OscBytes.padded(addressEnd + 1 - offset);
    beginTags();
  }

  /** Senders older than OSC 1.0 leave the type tags out, which is clear without arguments alone. */
  private void beginTags() {
    if (tag == limit) {
      tags = limit;
      data = limit;
      return;
    }
    if (bytes[tag] != ',') {
      throw new OscException("the type tags do not begin with ','");
    }
    tags = OscBytes.endOfText(bytes, tag, limit, "the list of type tags");
    data = tag + OscBytes.padded(tags + 1 - tag);
    tag++;
  }

  /**
   * Where the address begins.
   *
   * @return its offset in the bytes
   */
  public int addressOffset() {
    return addressStart;
  }

  /**
   * How long the address is.
   *
   * @return its size in bytes, without the padding
   */
  public int addressLength() {
    return addressEnd - addressStart;
  }

  /**
   * The address.
   *
   * @return its text
   */
  public String address() {
    return OscBytes.text(bytes, addressStart, addressEnd, "an address");
  }

  /**
   * How many type tags are left; brackets count.
   *
   * @return 0 at the end
   */
  public int remaining() {
    return tags - tag;
  }

  /**
   * Goes to the next type tag.
   *
   * @return the tag, or 0 at the end
   * @throws OscException if there are bytes behind the last argument
   */
  public char next() {
    if (tag < tags) {
      return (char) (bytes[tag++] & 0xFF);
    }
    if (data != limit) {
      throw new OscException(limit - data + " bytes follow the last argument");
    }
    return 0;
  }

  private int take(int size) {
    if (size > limit - data) {
      throw new OscException("an argument is cut off");
    }
    int at = data;
    data += size;
    return at;
  }

  /**
   * The data of {@code i}, {@code f}, {@code c}, {@code r} and {@code m}.
   *
   * @return 32 bits
   */
  public int int32() {
    return OscBytes.int32(bytes, take(Integer.BYTES));
  }

  /**
   * The data of {@code h}, {@code d} and {@code t}.
   *
   * @return 64 bits
   */
  public long int64() {
    return OscBytes.int64(bytes, take(Long.BYTES));
  }

  /**
   * The data of {@code s} and {@code S}.
   *
   * @return the text
   */
  public String text() {
    int end = OscBytes.endOfText(bytes, data, limit, "a string");
    return OscBytes.text(bytes, take(OscBytes.padded(end + 1 - data)), end, "a string");
  }

  /**
   * The data of {@code b}.
   *
   * @param to takes the bytes, which are borrowed
   * @param <T> what becomes of them
   * @return what they have become
   */
  public <T> T blob(Blob<T> to) {
    int size = int32();
    if (size < 0 || size > limit - data) {
      throw new OscException("a blob has the size " + size);
    }
    return to.take(bytes, take(OscBytes.padded(size)), size);
  }

  /**
   * What becomes of a blob.
   *
   * @param <T> its type
   */
  public interface Blob<T> {
    /**
     * Takes the bytes.
     *
     * @param bytes hold them
     * @param offset where they begin
     * @param length how many there are
     * @return what they become
     */
    T take(byte[] bytes, int offset, int length);
  }
}
