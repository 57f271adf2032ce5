package to.clasp.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenText;

/** Makes a token; it is shown this once, and the file keeps its hash. */
@Command(name = "create", description = "Makes a token and prints it.")
final class TokenCreate implements Callable<Integer> {
  @ParentCommand private TokenCommand parent;
  @Spec private CommandSpec spec;
  @Mixin private TermsOptions terms;

  @Option(
      names = "--plain",
      description =
          "Keep the token itself in the file, as the reference's tool does, not its hash.")
  private boolean plain;

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      description = "Most sessions at a time with this token (default: any number).")
  private Integer maxSessions;

  @Option(
      names = "--networks",
      paramLabel = "LIST",
      description =
          "From where it may be used: addresses or networks such as 192.168.0.0/16, separated by"
              + " commas (default: from anywhere).")
  private String networks;

  @Override
  public Integer call() throws IOException {
    TokenFile file = parent.file();
    String token = TokenText.random();
    Instant now = Instant.now();
    Duration lifetime = terms.lifetime();
    StoredToken.Terms asked =
        new StoredToken.Terms(
            terms.scopes(spec),
            terms.subject(),
            lifetime == null ? null : now.plus(lifetime),
            limits());
    StoredToken made = made(token, asked, now);
    file.update(tokens -> tokens.with(made));
    spec.commandLine().getOut().println(token);
    spec.commandLine().getErr().println("OK Token saved to " + file.path());
    return 0;
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    if (maxSessions != null) {
      limits.put(StoredToken.MAX_SESSIONS, maxSessions.toString());
    }
    if (networks != null) {
      limits.put(StoredToken.NETWORKS, networks);
    }
    return limits;
  }

  private StoredToken made(String token, StoredToken.Terms asked, Instant now) {
    try {
      return StoredToken.of(token, asked, now, plain);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
