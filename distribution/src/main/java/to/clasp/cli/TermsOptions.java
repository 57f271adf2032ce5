package to.clasp.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import to.clasp.auth.Scope;
import to.clasp.relay.DurationText;

/** What a new token may do; the same flags wherever one is made. */
final class TermsOptions {
  @Option(
      names = {"-s", "--scopes"},
      required = true,
      paramLabel = "LIST",
      description = {
        "What it allows: action:pattern, several separated by commas, such as"
            + " 'read:/**,write:/lights/**'.",
        "Actions: read or r; write or w, which includes read; admin, a or *, which includes all."
      })
  private String scopes;

  @Option(
      names = {"-e", "--expires"},
      paramLabel = "D",
      converter = DurationText.class,
      description = "How long it is good: a number and d, h, m or s (default: for ever).")
  private Duration expires;

  @Option(names = "--subject", paramLabel = "NAME", description = "Who or what it is for.")
  private String subject;

  /**
   * The scopes as they were written.
   *
   * @param spec the command, for what is wrong with them
   */
  List<String> scopes(CommandSpec spec) {
    List<String> texts = Arrays.stream(scopes.split(",", -1)).map(String::trim).toList();
    try {
      texts.forEach(Scope::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (expires != null && expires.isZero()) {
      throw new ParameterException(spec.commandLine(), "--expires: must be 1 s or more");
    }
    return texts;
  }

  Duration lifetime() {
    return expires;
  }

  String subject() {
    return subject;
  }
}
