package to.clasp.discovery.internal.mdns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;
import to.clasp.discovery.internal.net.Link;

/** The records of a service that is announced, and the names that all devices of CLASP share. */
final class ServiceRecords {
  static final DnsName SERVICE = DnsName.of("_clasp", "_tcp", "local");
  static final String VERSION = "version";
  static final String NAME = "name";
  static final String FEATURES = "features";
  static final String WS = "ws";
  static final String PATH = "path";
  static final String SECURE = "secure";
  static final String ID = "id";

  /** Every kind of service that there is (RFC 6763, 9). */
  private static final DnsName KINDS = DnsName.of("_services", "_dns-sd", "_udp", "local");

  private static final DnsName LOCAL = DnsName.of("local");

  /** The lifetimes that RFC 6762, 10 recommends, in seconds. */
  private static final long OF_HOST = 120;

  private static final long OF_OTHERS = 4500;
  private static final int LONGEST_ENTRY = 255;
  private static final String SPEAKS = "1";

  private final Served served;
  private final DnsName service;
  private final DnsName instance;
  private final DnsRecord.Server server;
  private final Map<String, String> text;

  /**
   * The records of a device.
   *
   * @param label what the instance is called
   * @param host first label of the name of this host
   * @param id what the device is known by
   */
  ServiceRecords(Served served, String label, String host, String id) {
    this.served = served;
    this.service = service(served.type());
    this.instance = service.child(label);
    this.server = new DnsRecord.Server(served.main().getPort(), LOCAL.child(host));
    this.text = service.equals(SERVICE) ? text(served, id) : Map.of();
  }

  private static DnsName service(String type) {
    List<String> labels = new ArrayList<>(List.of(type.split("\\.")));
    labels.addAll(LOCAL.labels());
    return new DnsName(labels);
  }

  /** The reference takes 7330 where it finds no port, so a port that nobody has says that. */
  private static Map<String, String> text(Served served, String id) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(VERSION, SPEAKS);
    text.put(NAME, DnsName.cut(served.name(), LONGEST_ENTRY - NAME.length() - 1));
    text.put(FEATURES, FeatureLetters.write(served.features()));
    text.put(WS, served.isWeb() ? String.valueOf(served.main().getPort()) : "0");
    String path = served.main().getPath();
    if (served.isWeb() && !path.isEmpty() && path.getBytes(UTF_8).length < LONGEST_ENTRY - 5) {
      text.put(PATH, path);
    }
    if (served.main().getScheme().equals("wss")) {
      text.put(SECURE, "true");
    }
    served.ports().forEach((scheme, port) -> text.putIfAbsent(scheme, String.valueOf(port)));
    text.put(ID, id);
    return text;
  }

  DnsName instance() {
    return instance;
  }

  /** What two devices that claim the same name differ in. */
  DnsRecord claim() {
    return new DnsRecord(instance, false, OF_HOST, server);
  }

  /** All that is said on a network; nothing if it cannot be reached there. */
  List<DnsRecord> on(Link link) {
    List<DnsRecord> records = new ArrayList<>();
    served
        .addressesOn(link)
        .forEach(
            address ->
                records.add(
                    new DnsRecord(server.host(), true, OF_HOST, new DnsRecord.Address(address))));
    if (!records.isEmpty()) {
      records.add(0, new DnsRecord(service, false, OF_OTHERS, new DnsRecord.Pointer(instance)));
      records.add(1, new DnsRecord(instance, true, OF_HOST, server));
      records.add(2, new DnsRecord(instance, true, OF_OTHERS, new DnsRecord.Text(text)));
      records.add(new DnsRecord(KINDS, false, OF_OTHERS, new DnsRecord.Pointer(service)));
    }
    return records;
  }

  /** What takes it back. The kind of service may still have other instances. */
  List<DnsRecord> goodbyeOn(Link link) {
    return on(link).stream()
        .filter(record -> !record.name().equals(KINDS))
        .map(record -> record.withTtl(0))
        .toList();
  }
}
