package to.clasp.transport.jdk.internal;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Says in one line why there is no connection. */
final class Reasons {
  private static final int DEPTH = 10;

  private Reasons() {}

  static String of(Throwable failure) {
    Throwable each = failure;
    Throwable last = failure;
    boolean tls = false;
    boolean refused = false;
    for (int depth = 0; depth < DEPTH && each != null; depth++) {
      if (each instanceof WebSocketHandshakeException refusal) {
        return handshake(refusal);
      }
      if (each instanceof HttpTimeoutException) {
        return "no connection in time";
      }
      tls |= each instanceof SSLException;
      refused |= each instanceof ConnectException;
      last = each;
      each = each.getCause();
    }
    return tls ? "TLS: " + tls(last) : plain(last, refused);
  }

  /** Without what only wraps it. */
  static Throwable cause(Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }

  private static String handshake(WebSocketHandshakeException refusal) {
    int status = refusal.getResponse() == null ? 0 : refusal.getResponse().statusCode();
    return status == 0 || status == 101
        ? "the answer is not that of a WebSocket server"
        : "refused with HTTP " + status;
  }

  private static String tls(Throwable last) {
    if (last instanceof CertificateExpiredException) {
      return "the certificate has expired (" + firstLine(last) + ")";
    }
    return last instanceof CertPathBuilderException
        ? "the certificate is not trusted (" + firstLine(last) + ")"
        : firstLine(last);
  }

  private static String plain(Throwable last, boolean refused) {
    return refused && last.getMessage() == null ? "connection refused" : firstLine(last);
  }

  private static String firstLine(Throwable failure) {
    String text = failure.getMessage();
    return text == null || text.isBlank()
        ? failure.getClass().getSimpleName()
        : text.lines().findFirst().orElse("");
  }
}
