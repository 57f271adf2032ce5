package to.clasp.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.tokens.TokenList;

/** Removes what is of no use any more. */
@Command(name = "prune", description = "Removes the tokens that have expired.")
final class TokenPrune implements Callable<Integer> {
  @ParentCommand private TokenCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AtomicInteger removed = new AtomicInteger();
    parent.file().update(tokens -> prune(tokens, removed));
    spec.commandLine().getErr().println("OK Expired tokens removed: " + removed);
    return 0;
  }

  private static TokenList prune(TokenList tokens, AtomicInteger removed) {
    Instant now = Instant.now();
    TokenList kept = tokens.without(token -> token.isExpired(now));
    removed.set(tokens.byHash().size() - kept.byHash().size());
    return removed.get() == 0 ? tokens : kept;
  }
}
