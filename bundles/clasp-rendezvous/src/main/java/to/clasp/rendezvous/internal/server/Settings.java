package to.clasp.rendezvous.internal.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import to.clasp.protocol.Address;

/** The checked configuration. */
record Settings(
    Duration ttl,
    Bounds bounds,
    Set<String> urlSchemes,
    boolean strict,
    Right registerNeeds,
    Right discoverNeeds,
    String address,
    Path storeFile) {
  private static final int DAY = 86_400;
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,31}");

  /** How much there may be of what; 0 of a source is any number. */
  record Bounds(
      int devices, int bytes, int deviceBytes, int devicesPerSource, int changesPerMinute) {}

  static Settings of(RendezvousConfig config) {
    int deviceBytes = within("maxDeviceBytes", config.maxDeviceBytes(), 256, 65_536);
    int leastBytes = 4 * deviceBytes + 16_384; // so that every device fits that may be registered
    return new Settings(
        Duration.ofSeconds(within("ttlSeconds", config.ttlSeconds(), 1, DAY)),
        new Bounds(
            within("maxDevices", config.maxDevices(), 1, 1_000_000),
            within("maxBytes", config.maxBytes(), leastBytes, Integer.MAX_VALUE),
            deviceBytes,
            within("maxDevicesPerSource", config.maxDevicesPerSource(), 0, Integer.MAX_VALUE),
            within("maxChangesPerMinute", config.maxChangesPerMinute(), 0, Integer.MAX_VALUE)),
        schemes(config.urlSchemes()),
        isStrict(config.owner()),
        right("registerNeeds", config.registerNeeds()),
        right("discoverNeeds", config.discoverNeeds()),
        address(config.address()),
        path(config.storeFile()));
  }

  private static int within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw fault(key, value + " must be " + least + " to " + most);
    }
    return value;
  }

  private static Set<String> schemes(String... values) {
    Set<String> schemes = new TreeSet<>();
    for (String value : String.join(",", values).split(",")) {
      String scheme = value.strip().toLowerCase(Locale.ROOT);
      if (!scheme.isEmpty() && !SCHEME.matcher(scheme).matches()) {
        throw fault("urlSchemes", value + " is not a scheme");
      }
      schemes.add(scheme);
    }
    schemes.remove("");
    return Collections.unmodifiableSet(schemes);
  }

  private static boolean isStrict(String owner) {
    return switch (owner.strip().toLowerCase(Locale.ROOT)) {
      case "strict" -> true;
      case "lenient" -> false;
      default -> throw fault("owner", owner + " must be lenient or strict");
    };
  }

  private static Right right(String key, String value) {
    try {
      return Right.valueOf(value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw fault(key, value + " must be none, read, write or admin");
    }
  }

  private static String address(String value) {
    try {
      Address.check(value.strip());
      return value.strip();
    } catch (RuntimeException e) {
      throw fault("address", value + " is not an address: " + e.getMessage());
    }
  }

  private static Path path(String value) {
    try {
      return value == null || value.isBlank() ? null : Path.of(value.strip()).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw fault("storeFile", e.getMessage());
    }
  }

  private static IllegalArgumentException fault(String key, String what) {
    return new IllegalArgumentException(Rendezvous.PID + ": " + key + " = " + what);
  }
}
