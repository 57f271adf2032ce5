package to.clasp.itests.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;
import to.clasp.itests.support.Relay;

/** The JavaScript client against the relay as it is distributed: the tests in src/test/js. */
class NpmClientIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** A factory that is skipped appears in no report; this does. */
  @Test
  void theJavaScriptClientIsInstalled() throws Exception {
    assertThat(NpmClient.require().resolve("node_modules/@clasp-to/core")).isDirectory();
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsServed() throws Exception {
    Path project = NpmClient.require();
    try (Relay relay = Relay.start();
        ChildProcess node = NpmClient.node(environment(relay), arguments(project))) {
      int exitCode = node.awaitExit(DEADLINE);
      List<TapResults.Result> results = TapResults.parse(node.output());
      assertThat(results).as("tests that Node ran:%n%s", node.output()).isNotEmpty();
      String log = relay.log();
      if (exitCode != 0 && results.stream().allMatch(TapResults.Result::passed)) {
        fail("Node ended with " + exitCode + ":\n" + node.output());
      }
      return results.stream().map(result -> asTest(result, log));
    }
  }

  private static DynamicTest asTest(TapResults.Result result, String relayLog) {
    return DynamicTest.dynamicTest(
        result.name(),
        () -> {
          if (!result.passed()) {
            fail(result.details() + "\nThe relay's log:\n" + relayLog);
          }
        });
  }

  private static Map<String, String> environment(Relay relay) {
    return Map.of("CLASP_URL", relay.uri().toString(), "CLASP_RELAY", Relay.program().toString());
  }

  private static List<String> arguments(Path project) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--test", "--test-reporter=tap"));
    try (Stream<Path> files = Files.list(project.resolve("src/test/js"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".test.mjs")).forEach(arguments::add);
    }
    return arguments;
  }
}
