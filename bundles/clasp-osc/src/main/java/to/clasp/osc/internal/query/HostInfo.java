package to.clasp.osc.internal.query;

import to.clasp.osc.internal.edge.Settings;
import to.clasp.osc.internal.value.JsonText;

/** What OSCQuery says about the server itself. */
final class HostInfo {
  static final String ATTRIBUTE = "HOST_INFO";

  private HostInfo() {}

  /** The address is left out: it is the one that the client has reached. */
  static String of(String name, Settings settings, int udpPort) {
    StringBuilder text = new StringBuilder("{\"NAME\":");
    JsonText.append(name, text);
    text.append(",\"OSC_PORT\":").append(udpPort).append(",\"OSC_TRANSPORT\":\"UDP\"");
    if (isOneAddress(settings.udp().host())) {
      text.append(",\"OSC_IP\":");
      JsonText.append(settings.udp().host(), text);
    }
    return text.append(",\"EXTENSIONS\":{\"ACCESS\":true,\"VALUE\":true}}").toString();
  }

  private static boolean isOneAddress(String host) {
    return !host.equals("0.0.0.0") && !host.equals("[::]") && !host.equals("::");
  }
}
