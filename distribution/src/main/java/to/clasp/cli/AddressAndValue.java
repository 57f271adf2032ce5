package to.clasp.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments of commands that write. A value may begin with a minus, as options do. */
final class AddressAndValue {
  /** What is repeated of a value. */
  private static final int LONGEST = 40;

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
    Object value = parsed();
    if (text.startsWith("-") && value instanceof String) {
      throw usage("Unknown option: '" + text + "'");
    }
    return value;
  }

  private Object parsed() {
    try {
      return JsonValue.of(text);
    } catch (IllegalArgumentException beyond) {
      throw usage("VALUE: " + beyond.getMessage());
    }
  }

  private ParameterException usage(String what) {
    return new ParameterException(
        spec.commandLine(), what + "; a text needs quotes: '\"" + shown() + "\"'");
  }

  private String shown() {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
