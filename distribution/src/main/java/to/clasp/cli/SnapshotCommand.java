package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.client.Received;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.SignalType;

/** Shows the state of a router, once. */
@Command(name = "snapshot", description = "Prints all params that there are: address and value.")
final class SnapshotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(
      paramLabel = "PATTERN",
      defaultValue = "/**",
      description = "Such as /lights/** (default: ${DEFAULT-VALUE}).")
  private String pattern;

  @Option(names = "--json", description = "Print an object per line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Map<String, Received> params = new ConcurrentSkipListMap<>();
    SubscriptionOptions options = SubscriptionOptions.ALL.types(SignalType.PARAM);
    try (ClaspClient client = server.connect(Runnable::run)) {
      Subscription subscription =
          Calls.checked(
              spec,
              () -> client.subscribe(pattern, options, each -> params.put(each.address(), each)));
      server.await(subscription.ready());
    }
    PrintWriter out = spec.commandLine().getOut();
    params
        .values()
        .forEach(each -> out.println(json ? ReceivedText.json(each) : ReceivedText.plain(each)));
    return 0;
  }
}
