package to.clasp.osc.internal.query;

import java.util.Optional;
import to.clasp.osc.internal.edge.Settings;
import to.clasp.osc.internal.value.JsonText;

/** What OSCQuery says about the server itself. */
final class HostInfo {
  static final String ATTRIBUTE = "HOST_INFO";

  private HostInfo() {}

  /** The address is left out: it is the one that the client has reached. */
  static String of(
      String name, Settings settings, int udpPort, Optional<WebPorts.Place> webSocket) {
    StringBuilder text = new StringBuilder("{\"NAME\":");
    JsonText.append(name, text);
    text.append(",\"OSC_PORT\":").append(udpPort).append(",\"OSC_TRANSPORT\":\"UDP\"");
    if (isOneAddress(settings.udp().host())) {
      text.append(",\"OSC_IP\":");
      JsonText.append(settings.udp().host(), text);
    }
    webSocket.ifPresent(place -> append(place, text));
    return text.append(",\"EXTENSIONS\":{\"ACCESS\":true,\"VALUE\":true,\"LISTEN\":")
        .append(webSocket.isPresent())
        .append("}}")
        .toString();
  }

  private static void append(WebPorts.Place webSocket, StringBuilder text) {
    text.append(",\"WS_PORT\":").append(webSocket.port());
    if (webSocket.host() != null) {
      text.append(",\"WS_IP\":");
      JsonText.append(webSocket.host(), text);
    }
  }

  static boolean isOneAddress(String host) {
    return !host.equals("0.0.0.0") && !host.equals("[::]") && !host.equals("::");
  }
}
