package to.clasp.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.internal.shell.Listing;

/** Looks who is there. */
@Command(
    name = "discover",
    description = {
      "Lists the CLASP devices on the local network: those that announce themselves by multicast DNS,",
      "those that answer a UDP broadcast, and those that a rendezvous server knows. Nothing that is",
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
      Listing.print(found, json, spec.commandLine().getOut(), spec.commandLine().getErr());
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
}
