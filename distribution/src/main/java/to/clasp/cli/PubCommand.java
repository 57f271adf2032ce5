package to.clasp.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;

/** Publishes an event. A bundle of one: the router confirms no event, but refuses a bundle. */
@Command(name = "pub", description = "Publishes an event.")
final class PubCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Mixin private AddressAndValue what;

  @Override
  public Integer call() throws IOException {
    String address = what.address();
    Object value = what.value();
    try (ClaspClient client = server.connect()) {
      server.await(
          Calls.checked(spec, () -> client.bundle(content -> content.emit(address, value))));
      spec.commandLine().getErr().println("OK Published " + address);
    }
    return 0;
  }
}
