package to.clasp.auth.internal.cap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes MessagePack, everything in its shortest form. */
final class PackWriter {
  private static final int NIL = 0xC0;
  private static final int BIN_8 = 0xC4;
  private static final int UINT_8 = 0xCC;
  private static final int STR_8 = 0xD9;
  private static final int ARRAY_16 = 0xDC;
  private static final int FIXMAP = 0x80;
  private static final int FIXARRAY = 0x90;
  private static final int FIXSTR = 0xA0;
  private static final int SHORT = 16;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  /** A map of up to 15 members follows. */
  PackWriter map(int size) {
    out.write(FIXMAP + size);
    return this;
  }

  PackWriter array(int size) {
    if (size < SHORT) {
      out.write(FIXARRAY + size);
    } else {
      out.write(ARRAY_16);
      bigEndian(size, Short.BYTES);
    }
    return this;
  }

  PackWriter nil() {
    out.write(NIL);
    return this;
  }

  PackWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 2 * SHORT) {
      out.write(FIXSTR + utf8.length);
    } else {
      length(STR_8, utf8.length);
    }
    out.writeBytes(utf8);
    return this;
  }

  PackWriter binary(byte[] bytes) {
    length(BIN_8, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** Of 1 or 2 bytes, which is enough for what fits a token. */
  private void length(int shortest, int length) {
    boolean one = length <= 0xFF;
    out.write(one ? shortest : shortest + 1);
    bigEndian(length, one ? 1 : Short.BYTES);
  }

  /** A number from 0 on. */
  PackWriter number(long number) {
    if (number < FIXMAP) {
      out.write((int) number);
      return this;
    }
    int width = 0;
    while (width < 3 && number >> (Byte.SIZE << width) != 0) {
      width++;
    }
    out.write(UINT_8 + width);
    bigEndian(number, 1 << width);
    return this;
  }

  /** Bytes as an array of numbers. */
  PackWriter numbers(byte[] bytes) {
    array(bytes.length);
    for (byte each : bytes) {
      number(each & 0xFF);
    }
    return this;
  }

  private void bigEndian(long value, int bytes) {
    for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write((int) (value >> shift));
    }
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
