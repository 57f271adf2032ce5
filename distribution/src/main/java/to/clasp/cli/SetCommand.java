package to.clasp.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspClient;
import to.clasp.client.SetOptions;

/** Writes a param and waits until the router has confirmed it. */
@Command(name = "set", description = "Writes a param and prints its new revision.")
final class SetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Mixin private AddressAndValue what;

  @Option(
      names = "--revision",
      paramLabel = "N",
      converter = RevisionText.class,
      description = "Only if the param has this revision (default: any).")
  private Long revision;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    String address = what.address();
    Object value = what.value();
    SetOptions options = revision == null ? SetOptions.NONE : SetOptions.NONE.revision(revision);
    try (ClaspClient client = server.connect()) {
      long made = server.await(Calls.checked(spec, () -> client.set(address, value, options)));
      spec.commandLine().getOut().println(json ? object(made) : Long.toUnsignedString(made));
    }
    return 0;
  }

  private String object(long made) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", what.address());
    fields.put("revision", made);
    return JsonValue.text(fields);
  }
}
