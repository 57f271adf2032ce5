package to.clasp.transport.websocket.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The web pages that may connect (RFC 6455, 10.2). */
record AllowedOrigins(Set<String> origins) {
  private static final String ANY = "*";

  /** As browsers write it; {@code null} stands for pages without an origin, such as files. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");

  /** Browsers leave the port out when it is the scheme's own. */
  private static final Pattern DEFAULT_PORT = Pattern.compile("(http://.*):80|(https://.*):443");

  static AllowedOrigins of(String... texts) {
    Set<String> origins =
        Arrays.stream(texts)
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(origin -> normal(origin.strip()))
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "allowedOrigins = '"
                + origin
                + "' must be *, null or scheme://host[:port] without a path");
      }
    }
    return new AllowedOrigins(origins.isEmpty() ? Set.of(ANY) : origins);
  }

  boolean isAny() {
    return origins.contains(ANY);
  }

  /**
   * Whether a client may connect.
   *
   * @param origin as it says, or null if it is no browser
   */
  boolean allow(String origin) {
    return origin == null || isAny() || origins.contains(normal(origin));
  }

  private static String normal(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    return DEFAULT_PORT.matcher(lower).matches()
        ? lower.substring(0, lower.lastIndexOf(':'))
        : lower;
  }
}
