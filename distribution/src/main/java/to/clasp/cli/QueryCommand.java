package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Signal;

/** Asks which signals clients have announced. */
@Command(
    name = "query",
    description =
        "Prints the signals that clients have announced: address, type, datatype, access.")
final class QueryCommand implements Callable<Integer> {
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
    try (ClaspClient client = server.connect()) {
      List<Signal> signals = server.await(Calls.checked(spec, () -> client.query(pattern)));
      PrintWriter out = spec.commandLine().getOut();
      signals.stream()
          .sorted(Comparator.comparing(Signal::address))
          .forEach(signal -> out.println(json ? object(signal) : line(signal)));
      if (signals.isEmpty()) {
        spec.commandLine().getErr().println("no signals announced below " + pattern);
      }
    }
    return 0;
  }

  private static String line(Signal signal) {
    return Printable.of(
        signal.address()
            + " "
            + type(signal)
            + " "
            + (signal.datatype() == null ? "-" : signal.datatype())
            + " "
            + (signal.access() == null ? "-" : signal.access()));
  }

  private static String type(Signal signal) {
    return signal.type().name().toLowerCase(Locale.ROOT);
  }

  private static String object(Signal signal) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", signal.address());
    fields.put("type", type(signal));
    if (signal.datatype() != null) {
      fields.put("datatype", signal.datatype());
    }
    if (signal.access() != null) {
      fields.put("access", signal.access());
    }
    return JsonValue.text(fields);
  }
}
