package to.clasp.itests.swap;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import to.clasp.testkit.failover.FreePort;

/**
 * An endpoint of the relay as a file in {@code etc/}.
 *
 * @param transport its transport, as in the name of its PID
 * @param uri where it is
 * @param settings lines of its configuration apart from host and port
 */
record EtcEndpoint(String transport, URI uri, List<String> settings) {

  static EtcEndpoint websocket() {
    return new EtcEndpoint("websocket", at("ws://127.0.0.1:%d/clasp"), List.of());
  }

  static EtcEndpoint tcp() {
    return new EtcEndpoint("tcp", at("tcp://127.0.0.1:%d"), List.of());
  }

  static EtcEndpoint quic(Identity identity) {
    return new EtcEndpoint(
        "quic",
        at("quic://127.0.0.1:%d"),
        identity.settings().entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue())
            .toList());
  }

  private static URI at(String uri) {
    return URI.create(uri.formatted(FreePort.find()));
  }

  String fileName() {
    return "to.clasp.transport." + transport + "-swap" + uri.getPort() + ".cfg";
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(settings);
    lines.add("host = " + uri.getHost());
    lines.add("port = " + uri.getPort());
    return lines;
  }
}
