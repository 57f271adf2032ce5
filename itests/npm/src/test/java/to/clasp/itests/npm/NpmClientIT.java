package to.clasp.itests.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;
import to.clasp.itests.support.Relay;
import to.clasp.testkit.TestCertificate;

/**
 * The JavaScript client against the relay as it is distributed: the tests in src/test/js, with TLS
 * and without.
 */
class NpmClientIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** A factory that is skipped appears in no report; this does. */
  @Test
  void theJavaScriptClientIsInstalled() throws Exception {
    assertThat(NpmClient.require().resolve("node_modules/@clasp-to/core")).isDirectory();
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsServed() throws Exception {
    NpmClient.require();
    try (Relay relay = Relay.start()) {
      return run(relay, Map.of("CLASP_URL", relay.uri().toString()));
    }
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsServedOverTls(@TempDir Path directory) throws Exception {
    NpmClient.require();
    TestCertificate authority = TestCertificate.authority("authority of a test");
    TestCertificate server = authority.intermediate("in between").issue("127.0.0.1");
    Path chain = server.writeChain(directory.resolve("cert.pem"));
    Path key = server.writeKey(directory.resolve("key.pem"));
    Path trusted = authority.writeChain(directory.resolve("ca.pem"));
    try (Relay relay = Relay.start("--cert", chain.toString(), "--key", key.toString())) {
      String url = relay.uri().toString().replaceFirst("^ws:", "wss:");
      assertThat(relay.log()).contains(url);
      return run(relay, Map.of("CLASP_URL", url, "NODE_EXTRA_CA_CERTS", trusted.toString()));
    }
  }

  private static Stream<DynamicTest> run(Relay relay, Map<String, String> url) throws Exception {
    Map<String, String> environment = new HashMap<>(url);
    environment.put("CLASP_RELAY", Relay.program().toString());
    try (ChildProcess node = NpmClient.node(environment, arguments(NpmClient.require()))) {
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

  private static List<String> arguments(Path project) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--test", "--test-reporter=tap"));
    try (Stream<Path> files = Files.list(project.resolve("src/test/js"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".test.mjs")).forEach(arguments::add);
    }
    return arguments;
  }
}
