package to.clasp.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of commands that write. A value may begin with a minus, as options do. */
final class AddressAndValue {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Such as /lights/1/dim.")
  private String address;

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = "JSON; what is not JSON is a String.")
  private String text;

  String address() {
    return address;
  }

  Object value() {
    Object value = JsonValue.of(text);
    if (text.startsWith("-") && value instanceof String) {
      throw new ParameterException(
          spec.commandLine(),
          "Unknown option: '" + text + "'; a text needs quotes: '\"" + text + "\"'");
    }
    return value;
  }
}
