package to.clasp.itests.npm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Node's test runner prints in the Test Anything Protocol. */
final class TapResults {
  private static final Pattern RESULT =
      Pattern.compile("\\s*(not )?ok \\d+ - (.*?)( # (?:SKIP|TODO)\\b.*)?");

  /**
   * One test.
   *
   * @param name its name
   * @param passed whether it passed; a test that Node skipped did not
   * @param details what was printed about it
   */
  record Result(String name, boolean passed, String details) {}

  private TapResults() {}

  static List<Result> parse(String output) {
    List<Result> results = new ArrayList<>();
    List<String> lines = output.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = RESULT.matcher(lines.get(i));
      if (line.matches()) {
        results.add(
            new Result(
                line.group(2),
                line.group(1) == null && line.group(3) == null,
                details(lines.subList(i, lines.size()))));
      }
    }
    return results.stream().filter(TapResults::isTest).toList();
  }

  private static String details(List<String> lines) {
    StringBuilder details = new StringBuilder();
    for (String line : lines) {
      details.append(line).append('\n');
      if (line.strip().equals("...")) {
        break;
      }
    }
    return details.toString();
  }

  /** Some versions of Node report a file as a test around its tests. */
  private static boolean isTest(Result result) {
    return !result.passed() || !result.name().endsWith(".mjs");
  }
}
