package to.clasp.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenFile;

/** Removes a token; a relay that watches the file ends its sessions. */
@Command(
    name = "revoke",
    description = "Removes a token; the sessions that it began end within a second.")
final class TokenRevoke implements Callable<Integer> {
  @ParentCommand private TokenCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TOKEN", description = "The token, or its beginning.")
  private String name;

  @Override
  public Integer call() throws IOException {
    TokenFile file = parent.file();
    StoredToken unwanted = TokenCommand.named(name, file.read());
    file.update(tokens -> tokens.without(token -> token.hash().equals(unwanted.hash())));
    spec.commandLine().getErr().println("OK Token " + unwanted.masked() + " revoked");
    return 0;
  }
}
