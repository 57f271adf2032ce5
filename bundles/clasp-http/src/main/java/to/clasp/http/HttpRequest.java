package to.clasp.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A complete request.
 *
 * @param method in upper case; GET also when the client sent HEAD
 * @param path percent-decoded, without the query; starts with a slash and has neither control
 *     characters nor segments {@code .} and {@code ..}
 * @param query what stands behind the question mark, not decoded; empty if there is nothing
 * @param headers values by name in lower case, in the order in which they came
 * @param body at most as many bytes as configured; not to be changed
 * @param remote who sent it: the other end of the connection, or, with port 0, whom trusted proxies
 *     have named
 * @param secure whether it came by TLS
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    InetSocketAddress remote,
    boolean secure) {

  /**
   * The first value of a header.
   *
   * @param name in lower case
   * @return the value, or empty if there is no such header
   */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /**
   * The first value of a parameter of the query, decoded as forms are: {@code +} is a space.
   *
   * @param name name of the parameter
   * @return the value, empty text if the parameter has none, or empty if there is no such parameter
   * @throws IllegalArgumentException if a percent sign in the query is not followed by two digits
   */
  public Optional<String> parameter(String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!pair.isEmpty() && URLDecoder.decode(key, UTF_8).equals(name)) {
        return Optional.of(equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return Optional.empty();
  }

  /**
   * The body as text.
   *
   * @return the body read as UTF-8
   */
  public String text() {
    return new String(body, UTF_8);
  }
}
