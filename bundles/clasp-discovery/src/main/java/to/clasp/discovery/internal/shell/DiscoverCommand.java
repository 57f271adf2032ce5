package to.clasp.discovery.internal.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;

/**
 * The command {@code clasp:discover} of the shells that know commands by these properties: Gogo,
 * which is that of Felix, and Karaf's. They call the method by its name, so no type of theirs is
 * needed, and each command has {@code System.out} for itself.
 */
@Component(
    service = DiscoverCommand.class,
    property = {
      "osgi.command.scope=clasp",
      "osgi.command.function=discover",
      "osgi.command.description=Lists the CLASP devices that are found on the local network"
    })
public final class DiscoverCommand {
  private static final String JSON = "--json";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Discovery configured;

  /**
   * Searches as it is configured, or as by default where nothing is configured, and prints what was
   * found: a table, or with {@code --json} an object in each line.
   *
   * @param arguments nothing, or {@code --json}
   * @throws IllegalArgumentException if there is any other argument; says what there may be
   * @throws IOException if a port that is needed cannot be opened
   * @throws InterruptedException if whoever waits does not want to wait any more
   */
  public void discover(String... arguments) throws IOException, InterruptedException {
    discover(new PrintWriter(System.out), new PrintWriter(System.err), List.of(arguments));
  }

  void discover(PrintWriter out, PrintWriter err, List<String> arguments)
      throws IOException, InterruptedException {
    if (!List.of(JSON).containsAll(arguments)) {
      throw new IllegalArgumentException("usage: clasp:discover [" + JSON + "]");
    }
    boolean json = arguments.contains(JSON);
    Listing.print(search(), json, out, json ? err : out); // of a table everything is for people
  }

  private Discovery.Search search() throws IOException, InterruptedException {
    Discovery there = configured;
    if (there != null) {
      return await(there);
    }
    try (Discovery.Owned own = Discovery.open(DiscoveryOptions.DEFAULT)) {
      return await(own);
    }
  }

  private static Discovery.Search await(Discovery discovery)
      throws IOException, InterruptedException {
    try {
      return discovery.discoverAll().get();
    } catch (ExecutionException impossible) {
      throw new IOException("the search has failed: " + impossible.getCause(), impossible);
    }
  }
}
