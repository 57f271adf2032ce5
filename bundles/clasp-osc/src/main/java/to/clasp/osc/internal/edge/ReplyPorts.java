package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import to.clasp.transport.netty.Networks;

/**
 * Where clients listen that do not listen where they send from.
 *
 * @param rules ports by network; the smallest network counts
 * @param others the port for clients of no network, or 0 for the one they send from
 */
record ReplyPorts(List<Rule> rules, int others) {
  private static final String KEY = "replyPorts";
  private static final int LARGEST = 65_535;

  /** The port of the clients of a network; equal if its text is. */
  record Rule(String text, Networks network, int port) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Rule that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  ReplyPorts {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rows such as {@code 192.168.1.0/24=9000} and {@code 7000}.
   *
   * @throws IllegalArgumentException if one is neither; names it
   */
  static ReplyPorts of(List<String> rows) {
    List<Rule> rules = new ArrayList<>();
    int others = 0;
    for (String row : rows) {
      int equals = row.indexOf('=');
      if (equals < 0) {
        others = port(row, row);
      } else {
        Networks network = Networks.of(KEY, row.substring(0, equals));
        rules.add(new Rule(row, network, port(row, row.substring(equals + 1))));
      }
    }
    return new ReplyPorts(rules, others);
  }

  private static int port(String row, String text) {
    try {
      int port = Integer.parseInt(text.trim());
      if (port > 0 && port <= LARGEST) {
        return port;
      }
    } catch (NumberFormatException invalid) {
      // said below
    }
    throw new IllegalArgumentException(KEY + " = '" + row + "' must be NETWORK=PORT or PORT");
  }

  /** Where to send what is for a client. */
  InetSocketAddress of(InetSocketAddress client) {
    int most = -1;
    int port = others;
    for (Rule rule : rules) {
      int bits = rule.network().bits(client.getAddress());
      if (bits > most) {
        most = bits;
        port = rule.port();
      }
    }
    return port == 0 ? client : new InetSocketAddress(client.getAddress(), port);
  }
}
