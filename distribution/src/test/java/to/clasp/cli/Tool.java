package to.clasp.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs commands in this JVM. */
final class Tool {
  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it said
   */
  record Outcome(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private final Map<String, String> environment = new HashMap<>();

  Tool with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Clasp.Surroundings around =
        new Clasp.Surroundings(new PrintWriter(out), new PrintWriter(err), environment);
    int code = Clasp.run(around, arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs it beside the test. */
  CompletableFuture<Outcome> begin(String... arguments) {
    return CompletableFuture.supplyAsync(() -> run(arguments), task -> new Thread(task).start());
  }
}
