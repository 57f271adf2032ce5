package to.clasp.discovery.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import to.clasp.discovery.DiscoveryOptions;

/**
 * The checked configuration.
 *
 * @param name what is announced
 * @param setup how to search and where to announce
 */
record Settings(String name, Setup setup) {
  private static final int LONGEST_SEARCH = 300;
  private static final int LARGEST_PORT = 65_535;

  static Settings of(DiscoveryConfig config) {
    try {
      return checked(config);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(DiscoveryService.PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Settings checked(DiscoveryConfig config) {
    if (config.name().isBlank()) {
      throw new IllegalArgumentException("name is empty");
    }
    inRange("discoveryPort", config.discoveryPort(), 0, LARGEST_PORT);
    inRange("searchSeconds", config.searchSeconds(), 1, LONGEST_SEARCH);
    int port = config.discoveryPort();
    DiscoveryOptions options =
        new DiscoveryOptions(
            config.mdns(),
            true,
            port == 0 ? DiscoveryOptions.DEFAULT_PORT : port,
            Duration.ofSeconds(config.searchSeconds()),
            rendezvous(config.rendezvousUrl()),
            config.rendezvousTag().isBlank() ? null : config.rendezvousTag().trim(),
            null,
            interfaces(config.interfaces()));
    boolean announce = config.announce();
    return new Settings(
        config.name().trim(), new Setup(options, announce && config.mdns(), announce ? port : 0));
  }

  private static Set<String> interfaces(String[] names) {
    return Arrays.stream(names)
        .flatMap(each -> Arrays.stream(each.split(",")))
        .map(String::trim)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static URI rendezvous(String url) {
    if (url.isBlank()) {
      return null;
    }
    try {
      URI uri = URI.create(url.trim());
      if (Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException syntax) {
      // said below
    }
    throw new IllegalArgumentException(
        "rendezvousUrl = '" + url + "' must be a URL of http or https");
  }

  private static void inRange(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + min + " to " + max);
    }
  }
}
