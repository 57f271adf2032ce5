package to.clasp.discovery.internal.mdns;

import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.internal.DeviceIds;
import to.clasp.discovery.internal.Uris;

/** A device as mDNS describes it. */
final class FoundDevice {
  private static final int DEFAULT_PORT = 7330;
  private static final String DEFAULT_PATH = "/clasp";
  private static final int LARGEST_PORT = 65_535;
  private static final int MOST_META = 16;
  private static final List<String> OTHERS = List.of("tcp", "tcps", "udp", "quic");
  private static final Set<String> UNDERSTOOD =
      Set.of(
          ServiceRecords.VERSION,
          ServiceRecords.NAME,
          ServiceRecords.FEATURES,
          ServiceRecords.WS,
          ServiceRecords.PATH,
          ServiceRecords.SECURE,
          ServiceRecords.ID,
          "wss",
          "tcp",
          "tcps",
          "udp",
          "quic");

  private FoundDevice() {}

  static Device of(Instance instance, InetAddress address) {
    Map<String, String> text = instance.text.entries();
    String name = text.getOrDefault(ServiceRecords.NAME, "");
    if (name.isEmpty()) {
      name = instance.server.host().toString().replaceFirst("\\.$", "");
    }
    return new Device(id(instance, text), name, info(text), endpoints(text, address));
  }

  private static String id(Instance instance, Map<String, String> text) {
    return DeviceIds.read(text.getOrDefault(ServiceRecords.ID, ""))
        .orElse(instance.name().toString());
  }

  private static DeviceInfo info(Map<String, String> text) {
    Map<String, String> meta = new LinkedHashMap<>();
    text.forEach(
        (key, value) -> {
          if (!UNDERSTOOD.contains(key) && meta.size() < MOST_META) {
            meta.put(key, value);
          }
        });
    DeviceInfo info = DeviceInfo.UNKNOWN.withMeta(meta);
    String letters = text.get(ServiceRecords.FEATURES);
    return letters == null ? info : info.withFeatures(FeatureLetters.read(letters));
  }

  /** As the reference reads it: a WebSocket port of 7330 where none is told. Ours tell 0. */
  private static Map<String, URI> endpoints(Map<String, String> text, InetAddress address) {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    int web = port(text.getOrDefault(ServiceRecords.WS, ""), DEFAULT_PORT);
    if (web > 0) {
      String scheme = "true".equalsIgnoreCase(text.get(ServiceRecords.SECURE)) ? "wss" : "ws";
      String path = text.getOrDefault(ServiceRecords.PATH, DEFAULT_PATH);
      endpoints.put(
          "ws", Uris.of(scheme, address, web, path.startsWith("/") ? path : DEFAULT_PATH));
    }
    for (String scheme : OTHERS) {
      int port = port(text.getOrDefault(scheme, ""), 0);
      if (port > 0) {
        endpoints.putIfAbsent(
            scheme.equals("tcps") ? "tcp" : scheme, Uris.of(scheme, address, port, ""));
      }
    }
    return endpoints;
  }

  private static int port(String text, int other) {
    try {
      int port = Integer.parseInt(text);
      return port >= 0 && port <= LARGEST_PORT ? port : other;
    } catch (NumberFormatException bad) {
      return other;
    }
  }
}
