package to.clasp.osc.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes messages, one after the other: {@link #begin}, the arguments, {@link #end}. Its arrays are
 * kept from message to message. Used by one thread.
 */
public final class OscWriter {
  /** Stands for a NUL in a text, which would end the text. */
  private static final byte NO_NUL = '?';

  private static final int SMALL = 256;

  /** Larger arrays are not kept: each client has a writer. */
  private static final int LARGE = 1 << 16;

  private byte[] out = new byte[SMALL];
  private int size;
  private byte[] tags = new byte[SMALL];
  private int tagCount;
  private byte[] data = new byte[SMALL];
  private int dataSize;

  /** Nothing is written yet. */
  public OscWriter() {}

  /**
   * Begins a message; what was written before is gone.
   *
   * @param address holds the address
   * @param from index of its first character
   * @return this
   */
  public OscWriter begin(String address, int from) {
    if (out.length > LARGE || data.length > LARGE || tags.length > LARGE) {
      out = new byte[SMALL];
      data = new byte[SMALL];
      tags = new byte[SMALL];
    }
    size = 0;
    tagCount = 1;
    tags[0] = ',';
    dataSize = 0;
    out = room(out, 0, maxTextSize(address.length() - from));
    size = text(out, 0, address, from);
    return this;
  }

  private static int maxTextSize(int characters) {
    return 3 * characters + OscBytes.UNIT;
  }

  private static byte[] room(byte[] array, int used, int more) {
    return used + more <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(used + more, 2 * array.length));
  }

  /** Writes a padded text into an array that has room; returns where it ends. */
  private static int text(byte[] into, int start, String text, int from) {
    int at = start;
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] rest = text.substring(i).replace('\0', (char) NO_NUL).getBytes(UTF_8);
        System.arraycopy(rest, 0, into, at, rest.length);
        at += rest.length;
        break;
      }
      into[at++] = c == 0 ? NO_NUL : (byte) c;
    }
    return pad(into, start, at + 1, at);
  }

  private static int pad(byte[] into, int start, int least, int from) {
    int end = start + OscBytes.padded(least - start);
    Arrays.fill(into, from, end, (byte) 0);
    return end;
  }

  /**
   * Appends a type tag without data: {@code T}, {@code F}, {@code N}, {@code I} or a bracket.
   *
   * @param tag the tag
   * @return this
   */
  public OscWriter tag(char tag) {
    tags = room(tags, tagCount, OscBytes.UNIT + 1);
    tags[tagCount++] = (byte) tag;
    return this;
  }

  /**
   * Appends an argument of 32 bits.
   *
   * @param tag {@code i}, {@code c}, {@code r} or {@code m}
   * @param value the bits
   * @return this
   */
  public OscWriter int32(char tag, int value) {
    data = room(data, dataSize, Integer.BYTES);
    OscBytes.int32(data, dataSize, value);
    dataSize += Integer.BYTES;
    return tag(tag);
  }

  /**
   * Appends an argument of 64 bits.
   *
   * @param tag {@code h} or {@code t}
   * @param value the bits
   * @return this
   */
  public OscWriter int64(char tag, long value) {
    data = room(data, dataSize, Long.BYTES);
    OscBytes.int64(data, dataSize, value);
    dataSize += Long.BYTES;
    return tag(tag);
  }

  /**
   * Appends a 32-bit float.
   *
   * @param value the number
   * @return this
   */
  public OscWriter float32(float value) {
    return int32('f', Float.floatToIntBits(value));
  }

  /**
   * Appends a 64-bit float.
   *
   * @param value the number
   * @return this
   */
  public OscWriter float64(double value) {
    return int64('d', Double.doubleToLongBits(value));
  }

  /**
   * Appends a text.
   *
   * @param tag {@code s} or {@code S}
   * @param value the text
   * @return this
   */
  public OscWriter text(char tag, String value) {
    data = room(data, dataSize, maxTextSize(value.length()));
    dataSize = text(data, dataSize, value, 0);
    return tag(tag);
  }

  /**
   * Appends a blob.
   *
   * @param length how many bytes it has
   * @param source puts them where it is told
   * @return this
   */
  public OscWriter blob(int length, BlobSource source) {
    data = room(data, dataSize, Integer.BYTES + OscBytes.padded(length));
    OscBytes.int32(data, dataSize, length);
    int start = dataSize + Integer.BYTES;
    source.copyTo(data, start);
    dataSize = pad(data, start, start + length, start + length);
    return tag('b');
  }

  /** Where the bytes of a blob are. */
  public interface BlobSource {
    /**
     * Copies them.
     *
     * @param into where to
     * @param offset where to begin there
     */
    void copyTo(byte[] into, int offset);
  }

  /**
   * How large the message would be if it ended here.
   *
   * @return bytes
   */
  public int sizeSoFar() {
    return size + OscBytes.padded(tagCount + 1) + dataSize;
  }

  /**
   * Ends the message; {@link #bytes} and {@link #size} tell it then.
   *
   * @return this
   */
  public OscWriter end() {
    out = room(out, size, OscBytes.padded(tagCount + 1) + dataSize);
    System.arraycopy(tags, 0, out, size, tagCount);
    size = pad(out, size, size + tagCount + 1, size + tagCount);
    System.arraycopy(data, 0, out, size, dataSize);
    size += dataSize;
    return this;
  }

  /**
   * The array that the message is in, from its start.
   *
   * @return valid until the next message begins
   */
  public byte[] bytes() {
    return out;
  }

  /**
   * How large the message is.
   *
   * @return bytes
   */
  public int size() {
    return size;
  }
}
