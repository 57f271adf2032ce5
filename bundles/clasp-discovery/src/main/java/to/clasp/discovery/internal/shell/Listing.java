package to.clasp.discovery.internal.shell;

import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import to.clasp.discovery.Device;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.Sighting;
import to.clasp.protocol.SignalType;

/** What a search has found, as the command line and the shells of OSGi print it. */
public final class Listing {
  private static final List<String> HEAD = List.of("NAME", "URL", "FOUND BY", "ID");

  private Listing() {}

  /**
   * Prints devices, and the sources that could not be used.
   *
   * @param found what a search has found
   * @param json one JSON object in each line instead of a table
   * @param out for devices
   * @param err for people
   */
  public static void print(Discovery.Search found, boolean json, PrintWriter out, PrintWriter err) {
    for (DiscoveryEvent.Failed failure : found.failures()) {
      err.println("clasp: " + name(failure.source()) + ": " + printable(failure.text()));
    }
    if (json) {
      found.devices().forEach(each -> out.println(json(each)));
    } else if (found.devices().isEmpty()) {
      err.println("no devices found");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(HEAD);
      found.devices().forEach(each -> rows.add(row(each)));
      Table.print(out, rows);
    }
    out.flush();
    err.flush();
  }

  private static List<String> row(Sighting found) {
    Device device = found.device();
    return List.of(
        printable(device.name()),
        printable(device.uri().map(URI::toString).orElse("-")),
        found.sources().stream().map(Listing::name).collect(Collectors.joining(",")),
        printable(device.id()));
  }

  /** A device may call itself what would do something to a terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Sighting found) {
    Device device = found.device();
    return new JsonLine()
        .text("id", device.id())
        .text("name", device.name())
        .text("url", device.uri().map(URI::toString).orElse(null))
        .texts("sources", found.sources().stream().map(Listing::name).toList())
        .number("version", device.info().version())
        .texts(
            "features",
            Arrays.stream(SignalType.values())
                .filter(device.info().features()::contains)
                .map(Listing::name)
                .toList())
        .bool("bridge", device.info().bridge())
        .text("bridgeProtocol", device.info().bridgeProtocol())
        .map("endpoints", device.endpoints())
        .map("meta", device.info().meta())
        .toString();
  }
}
