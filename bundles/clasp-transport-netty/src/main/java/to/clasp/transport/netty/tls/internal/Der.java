package to.clasp.transport.netty.tls.internal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the few forms of ASN.1 DER (X.690) that keys and certificates need. */
final class Der {
  static final int SEQUENCE = 0x30;
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final byte[] NULL = {0x05, 0x00};

  private static final int SHORT = 0x80;

  private Der() {}

  /** Tag, length, and the parts one after the other. */
  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int size = content.size();
    if (size >= SHORT) {
      byte[] length = BigInteger.valueOf(size).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(SHORT | (length.length - skip));
      out.write(length, skip, length.length - skip);
    } else {
      out.write(size);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(SEQUENCE, parts);
  }

  static byte[] integer(BigInteger value) {
    return of(0x02, value.toByteArray());
  }

  static byte[] octets(byte[]... content) {
    return of(OCTETS, content);
  }

  static byte[] bits(byte[] content) {
    return of(0x03, new byte[] {0}, content);
  }

  /** An object identifier such as {@code 1.2.840.10045.2.1}. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          content.write(0x80 | (arc >>> shift & 0x7F));
        }
      }
      content.write(arc & 0x7F);
    }
    return of(OID, content.toByteArray());
  }
}
