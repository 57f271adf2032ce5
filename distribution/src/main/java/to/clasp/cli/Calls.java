package to.clasp.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import to.clasp.protocol.ProtocolException;

/** What is wrong with an address or a value is wrong with the command line. */
final class Calls {
  private Calls() {}

  static <T> T checked(CommandSpec command, Supplier<T> call) {
    try {
      return call.get();
    } catch (ProtocolException | IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
    }
  }
}
