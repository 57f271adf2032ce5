package to.clasp.relay;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into arguments as a shell does: at spaces that are not in quotes. */
final class ArgumentLine {

  private ArgumentLine() {}

  /**
   * Splits.
   *
   * @param line such as {@code --ws-port 0 --name 'Main stage'}
   * @return the arguments, without their quotes
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> split(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = null;
    char quote = 0;
    for (char c : line.toCharArray()) {
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        argument = argument == null ? new StringBuilder() : argument;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (argument != null) {
          arguments.add(argument.toString());
          argument = null;
        }
      } else {
        argument = (argument == null ? new StringBuilder() : argument).append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a " + quote + " is not closed in: " + line);
    }
    if (argument != null) {
      arguments.add(argument.toString());
    }
    return arguments;
  }
}
