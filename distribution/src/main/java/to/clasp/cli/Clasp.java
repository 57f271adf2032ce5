package to.clasp.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;
import to.clasp.relay.BuildInfo;
import to.clasp.relay.Directories;

/**
 * The command {@code clasp}: data goes to the standard output, all other text to the error stream.
 * Exit codes: 0 when done, 1 when it cannot be done, 2 when the command line cannot be used.
 */
@Command(
    name = "clasp",
    description = "Tools for CLASP relays.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Clasp.Version.class,
    subcommands = {
      PubCommand.class,
      SetCommand.class,
      GetCommand.class,
      SubCommand.class,
      QueryCommand.class,
      SnapshotCommand.class,
      BenchCommand.class,
      TokenCommand.class,
      PairCommand.class,
      DiscoverCommand.class
    })
public final class Clasp {
  private static final int FAILED = 1;

  private Clasp() {}

  /**
   * Runs one command and ends the process.
   *
   * @param arguments the command line; see {@code --help}
   */
  public static void main(String[] arguments) {
    // What goes wrong is told once, in a line of our own.
    Logger.getLogger("").setLevel(Level.SEVERE);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Surroundings(out, err, System.getenv()), arguments));
  }

  /**
   * What a command finds around it.
   *
   * @param out for data
   * @param err for text to people
   * @param environment the variables
   */
  record Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    Directories directories() {
      return Directories.of(environment, System.getProperties());
    }
  }

  static int run(Surroundings around, String... arguments) {
    CommandLine line = new CommandLine(new Clasp(), new CommandFactory(around));
    line.setAbbreviatedOptionsAllowed(false);
    for (String command : List.of("pub", "set")) {
      // A value may be a negative number.
      line.getSubcommands().get(command).setUnmatchedOptionsArePositionalParams(true);
    }
    line.setOut(around.out()).setErr(around.err());
    line.setParameterExceptionHandler((problem, given) -> usage(problem));
    line.setExecutionExceptionHandler((problem, command, given) -> failed(problem, command));
    return line.execute(arguments);
  }

  private static int usage(CommandLine.ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String text = problem.getMessage().lines().findFirst().orElse("");
    command.getErr().println("clasp: " + Printable.of(text) + " (see " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception problem, CommandLine command) throws Exception {
    if (!(problem instanceof java.io.IOException)) {
      throw problem; // a mistake of ours, whose stack trace is wanted
    }
    command.getErr().println("clasp: " + Printable.of(String.valueOf(problem.getMessage())));
    return FAILED;
  }

  /** Gives commands what is around them. */
  private record CommandFactory(Surroundings around) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Surroundings.class).newInstance(around);
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"clasp " + BuildInfo.load().text()};
    }
  }
}
