package to.clasp.osc.internal.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import to.clasp.osc.internal.stream.StreamFraming;
import to.clasp.osc.internal.value.NumberTypes;

/**
 * A receiver that values are sent to without being asked.
 *
 * @param host name or address
 * @param port its port
 * @param stream how packets follow each other over TCP, or null for UDP
 * @param types of the numbers that it gets, or null for those of all
 * @param isDevice whether it is also everybody who sends from that host
 * @param patterns what it gets, as it sees addresses
 */
record Target(
    String host,
    int port,
    StreamFraming stream,
    NumberTypes types,
    boolean isDevice,
    List<String> patterns) {
  private static final int LARGEST_PORT = 65_535;
  private static final String EVERYTHING = "/**";

  Target {
    patterns = List.copyOf(patterns);
  }

  /**
   * Reads a line such as {@code 192.168.1.20:9000 types=f /1/** /2/**}.
   *
   * @throws IllegalArgumentException if it is none; names what is wrong
   */
  static Target of(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.trim().split("\\s+")));
    String place = words.remove(0);
    int colon = place.lastIndexOf(':');
    if (colon < 1) {
      throw wrong(line, "must begin with HOST:PORT");
    }
    List<String> patterns = words.stream().filter(word -> word.startsWith("/")).toList();
    words.removeAll(patterns);
    StreamFraming stream = words.remove("slip") ? StreamFraming.SLIP : null;
    stream = words.remove("tcp") ? StreamFraming.LENGTH : stream;
    boolean device = words.remove("device");
    words.remove("udp");
    NumberTypes types = null;
    if (!words.isEmpty() && words.get(0).startsWith("types=")) {
      types = NumberTypes.of(words.remove(0).substring("types=".length()));
    }
    if (!words.isEmpty()) {
      throw wrong(line, "has the unknown word '" + words.get(0) + "'");
    }
    return new Target(
        place.substring(0, colon).replaceAll("[\\[\\]]", ""),
        port(line, place.substring(colon + 1)),
        stream,
        types,
        device,
        patterns.isEmpty() ? List.of(EVERYTHING) : patterns);
  }

  private static int port(String line, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException invalid) {
      // said below
    }
    throw wrong(line, "must have a port of 1 to " + LARGEST_PORT);
  }

  private static IllegalArgumentException wrong(String line, String what) {
    return new IllegalArgumentException("targets: '" + line + "' " + what);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
