package to.clasp.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer. The server adds Content-Length, Date, Connection and what the route's {@link Cors}
 * asks for.
 *
 * @param status 200 to 599; 204 and 304 have no body
 * @param headers values by name, without those that are the server's
 * @param body not to be changed any more
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");
  private static final Set<String> OF_THE_SERVER =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade");

  /**
   * Checks what would break the protocol.
   *
   * @throws IllegalArgumentException if the status is out of range, a name or value is not one of
   *     HTTP, or a header is the server's
   */
  public HttpResponse {
    requireNonNull(body, "body");
    headers = Map.copyOf(headers);
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " must be 200 to 599");
    }
    if (body.length > 0 && (status == 204 || status == 304)) {
      throw new IllegalArgumentException("status " + status + " has no body");
    }
    headers.forEach(HttpResponse::check);
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches() || OF_THE_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("header " + name + " cannot be set");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("header " + name + " has a value that is not printable");
    }
  }

  /**
   * An answer without a body.
   *
   * @param status as above
   * @return the answer
   */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, Map.of(), new byte[0]);
  }

  /**
   * A plain text, in UTF-8.
   *
   * @param status as above
   * @param text the text
   * @return the answer
   */
  public static HttpResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  /**
   * An answer with a body.
   *
   * @param status as above
   * @param contentType what the body is, such as {@code application/json}
   * @param body the body
   * @return the answer
   */
  public static HttpResponse of(int status, String contentType, byte[] body) {
    return new HttpResponse(status, Map.of("Content-Type", contentType), body);
  }

  /**
   * The same answer with one header more.
   *
   * @param name name of the header; a value it has already is replaced
   * @param value its value
   * @return a new answer
   */
  public HttpResponse withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new HttpResponse(status, more, body);
  }
}
