package to.clasp.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.discovery.internal.shell.Table;

/** The tokens as a table. */
@Command(name = "list", description = "Lists the tokens; of each only its beginning is shown.")
final class TokenListing implements Callable<Integer> {
  @ParentCommand private TokenCommand parent;
  @Spec private CommandSpec spec;

  @Option(names = "--show-expired", description = "Also those that have expired.")
  private boolean showExpired;

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    List<List<String>> rows =
        parent.file().read().all().stream()
            .filter(token -> showExpired || !token.isExpired(now))
            .map(token -> row(token, now))
            .toList();
    if (rows.isEmpty()) {
      spec.commandLine().getErr().println("no tokens in " + parent.file().path());
      return 0;
    }
    Table.print(
        spec.commandLine().getOut(),
        Stream.concat(Stream.of(List.of("TOKEN", "SUBJECT", "EXPIRES", "SCOPES")), rows.stream())
            .toList());
    return 0;
  }

  private static List<String> row(StoredToken token, Instant now) {
    return List.of(token.masked(), token.subject(), expiry(token, now), token.scopeText());
  }

  static String expiry(StoredToken token, Instant now) {
    if (token.expiry() == null) {
      return "never";
    }
    return token.expiry() + (token.isExpired(now) ? " (expired)" : "");
  }
}
