package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads the elements of an ASN.1 DER value one after the other. */
final class DerReader {
  private final ByteBuffer in;

  /** One element; the content is a copy. */
  record Element(int tag, byte[] content) {}

  DerReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  boolean hasNext() {
    return in.hasRemaining();
  }

  Element next() throws IOException {
    try {
      int tag = in.get() & 0xFF;
      int length = in.get() & 0xFF;
      if (length >= 0x80) {
        length = longLength(length & 0x7F);
      }
      if (length < 0 || length > in.remaining()) {
        throw new IOException("the DER encoding is cut off");
      }
      byte[] content = new byte[length];
      in.get(content);
      return new Element(tag, content);
    } catch (BufferUnderflowException end) {
      throw new IOException("the DER encoding is cut off", end);
    }
  }

  private int longLength(int bytes) throws IOException {
    if (bytes == 0 || bytes > 3) {
      throw new IOException("the DER encoding is not valid");
    }
    int length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | in.get() & 0xFF;
    }
    return length;
  }

  byte[] next(int tag, String what) throws IOException {
    Element element = next();
    if (element.tag() != tag) {
      throw new IOException(what + " is missing");
    }
    return element.content();
  }
}
