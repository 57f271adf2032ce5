package to.clasp.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import to.clasp.discovery.Device;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Sighting;
import to.clasp.protocol.SignalType;

/** Looks who is there. */
@Command(
    name = "discover",
    description = {
      "Lists the CLASP devices on the local network: those that announce themselves by multicast"
          + " DNS,",
      "those that answer a UDP broadcast, and those that a rendezvous server knows. Nothing that"
          + " is",
      "listed is proved: names and addresses are what the devices claim.",
      "A rendezvous server that wants a token is shown the one in the variable CLASP_TOKEN."
    })
final class DiscoverCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final Clasp.Surroundings around;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object in each line instead of a table.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for answers (default: 5).")
  private double timeout = 5;

  @Option(
      names = "--rendezvous",
      paramLabel = "URL",
      description = "Also ask this rendezvous server, such as https://example.org.")
  private URI rendezvous;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Ask the rendezvous server only for devices with this tag.")
  private String tag;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "UDP port that broadcasts are sent to (default: 7331).")
  private int port = DiscoveryOptions.DEFAULT_PORT;

  @Option(
      names = "--interface",
      paramLabel = "NAME",
      description = "Search by this network interface only; may be given several times.")
  private List<String> interfaces = new ArrayList<>();

  @Option(names = "--no-mdns", description = "Do not search by multicast DNS.")
  private boolean noMdns;

  @Option(names = "--no-broadcast", description = "Do not search by UDP broadcast.")
  private boolean noBroadcast;

  DiscoverCommand(Clasp.Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    try (Discovery.Owned discovery = Discovery.open(options())) {
      Discovery.Search found = discovery.discoverAll().join();
      PrintWriter err = spec.commandLine().getErr();
      for (DiscoveryEvent.Failed failure : found.failures()) {
        err.println("clasp: " + name(failure.source()) + ": " + failure.text());
      }
      print(found.devices());
      return found.devices().isEmpty() && !found.failures().isEmpty() ? FAILED : 0;
    }
  }

  private DiscoveryOptions options() {
    try {
      if (noMdns && noBroadcast && rendezvous == null) {
        throw new IllegalArgumentException(
            "--no-mdns and --no-broadcast leave nothing but --rendezvous");
      }
      return new DiscoveryOptions(
          !noMdns,
          !noBroadcast,
          port,
          Duration.ofMillis(Math.round(timeout * 1000)),
          rendezvous,
          tag,
          around.environment().get("CLASP_TOKEN"),
          Set.copyOf(interfaces));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  private void print(List<Sighting> found) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      for (Sighting each : found) {
        out.println(json(each));
      }
    } else if (found.isEmpty()) {
      spec.commandLine().getErr().println("no devices found");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("NAME", "URL", "FOUND BY", "ID"));
      found.forEach(each -> rows.add(row(each)));
      Table.print(out, rows);
    }
  }

  private static List<String> row(Sighting found) {
    Device device = found.device();
    return List.of(
        Printable.of(device.name()),
        Printable.of(device.uri().map(URI::toString).orElse("-")),
        found.sources().stream().map(DiscoverCommand::name).collect(Collectors.joining(",")),
        Printable.of(device.id()));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Sighting found) throws IOException {
    Device device = found.device();
    StringWriter line = new StringWriter();
    try (JsonGenerator out = JsonFactory.builder().build().createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("id", device.id());
      out.writeStringField("name", device.name());
      out.writeStringField("url", device.uri().map(URI::toString).orElse(null));
      writeTexts(out, "sources", found.sources().stream().map(DiscoverCommand::name).toList());
      out.writeNumberField("version", device.info().version());
      writeTexts(
          out,
          "features",
          Arrays.stream(SignalType.values())
              .filter(device.info().features()::contains)
              .map(DiscoverCommand::name)
              .toList());
      out.writeBooleanField("bridge", device.info().bridge());
      out.writeStringField("bridgeProtocol", device.info().bridgeProtocol());
      writeMap(out, "endpoints", device.endpoints());
      writeMap(out, "meta", device.info().meta());
      out.writeEndObject();
    }
    return line.toString();
  }

  private static void writeTexts(JsonGenerator out, String key, List<String> texts)
      throws IOException {
    out.writeArrayFieldStart(key);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void writeMap(JsonGenerator out, String key, Map<String, ?> map)
      throws IOException {
    out.writeObjectFieldStart(key);
    for (Map.Entry<String, ?> entry : map.entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue().toString());
    }
    out.writeEndObject();
  }
}
