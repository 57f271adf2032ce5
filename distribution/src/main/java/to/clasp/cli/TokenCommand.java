package to.clasp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenList;

/** The file of tokens, for the commands below this one. */
@Command(
    name = "token",
    description = "Makes, shows and removes the tokens that a relay started with --tokens accepts.",
    subcommands = {
      TokenCreate.class,
      TokenListing.class,
      TokenShow.class,
      TokenRevoke.class,
      TokenPrune.class
    })
final class TokenCommand {
  private final Clasp.Surroundings around;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The token file (default: tokens.json in the user's configuration directory).")
  private Path path;

  TokenCommand(Clasp.Surroundings around) {
    this.around = around;
  }

  TokenFile file() {
    return new TokenFile(path == null ? around.directories().tokens() : path);
  }

  /**
   * The one token that a name stands for.
   *
   * @throws IOException if there is none, or more than one
   */
  static StoredToken named(String name, TokenList tokens) throws IOException {
    List<StoredToken> found =
        tokens.all().stream().filter(token -> !name.isEmpty() && token.isNamed(name)).toList();
    if (found.isEmpty()) {
      throw new IOException("no such token");
    }
    if (found.size() > 1) {
      throw new IOException(found.size() + " tokens begin like this; give more of it");
    }
    return found.get(0);
  }
}
