package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What both sides of the WebSocket handshake (RFC 6455, 4) have in common. */
final class Handshake {
  static final String SUBPROTOCOL = "clasp";
  static final String VERSION = "13";
  static final String PATH = "/clasp";

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  /** Bounds for request and response: a line of 4 KiB, headers of 16 KiB. */
  static HttpDecoderConfig bounds() {
    return new HttpDecoderConfig().setMaxInitialLineLength(4096).setMaxHeaderSize(16 * 1024);
  }

  /** The proof that the server has read the key. */
  static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }

  static boolean isKey(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.trim()).length == 16;
    } catch (IllegalArgumentException invalid) {
      return false;
    }
  }

  static boolean contains(HttpHeaders headers, CharSequence name, CharSequence token) {
    return headers.containsValue(name, token, true);
  }
}
