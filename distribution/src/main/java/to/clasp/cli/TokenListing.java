package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
    print(
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

  private void print(List<List<String>> rows) {
    PrintWriter out = spec.commandLine().getOut();
    int last = rows.get(0).size() - 1;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < last; column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      out.println(line.append(row.get(last)));
    }
  }
}
