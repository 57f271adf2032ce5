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
  private static final Pattern ORIGIN = Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/\\s?#@]+");

  static AllowedOrigins of(String... texts) {
    Set<String> origins =
        Arrays.stream(texts)
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
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
    return origin == null || isAny() || origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
