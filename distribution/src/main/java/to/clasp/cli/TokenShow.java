package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.tokens.StoredToken;

/** Everything about one token. */
@Command(name = "show", description = "Shows what is known about a token.")
final class TokenShow implements Callable<Integer> {
  @ParentCommand private TokenCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TOKEN", description = "The token, or its beginning.")
  private String name;

  @Override
  public Integer call() throws IOException {
    StoredToken token = TokenCommand.named(name, parent.file().read());
    PrintWriter out = spec.commandLine().getOut();
    out.println("Token:    " + token.masked());
    out.println("SHA-256:  " + token.hash());
    out.println("Kept as:  " + (token.isPlain() ? "token" : "hash"));
    if (!token.subject().isEmpty()) {
      out.println("Subject:  " + token.subject());
    }
    out.println("Scopes:   " + token.scopeText());
    if (token.created() != null) {
      out.println("Created:  " + token.created());
    }
    out.println("Expires:  " + TokenListing.expiry(token, Instant.now()));
    token.metadata().forEach((key, value) -> out.println("Metadata: " + key + " = " + value));
    return 0;
  }
}
