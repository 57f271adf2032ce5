package to.clasp.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.client.Received;

/** Asks for a param. */
@Command(name = "get", description = "Prints the value of a param as JSON.")
final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "ADDRESS", description = "Such as /lights/1/dim.")
  private String address;

  @Option(names = "--json", description = "Print an object with value and revision.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (ClaspClient client = server.connect()) {
      Received received = server.await(Calls.checked(spec, () -> client.get(address)));
      String text = json ? ReceivedText.json(received) : JsonValue.text(received.value());
      spec.commandLine().getOut().println(text);
    }
    return 0;
  }
}
