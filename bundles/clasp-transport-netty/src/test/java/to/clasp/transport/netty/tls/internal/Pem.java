package to.clasp.transport.netty.tls.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** PEM text as OpenSSL writes it. */
final class Pem {
  private Pem() {}

  static String of(String type, byte[] bytes) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
