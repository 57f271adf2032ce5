package to.clasp.itests.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
  private static final Duration DEADLINE = Duration.ofMinutes(6);

  private static final String SEVERAL_AT_A_TIME = "--test-concurrency";

  /** What they test does not depend on the URL, so once is enough. */
  private static final Set<String> WITH_RELAYS_OF_THEIR_OWN =
      Set.of("auth.test.mjs", "rendezvous.test.mjs", "restart.test.mjs");

  /** A factory that is skipped appears in no report; this does. */
  @Test
  void theJavaScriptClientIsInstalled() throws Exception {
    assertThat(NpmClient.require().resolve("node_modules/@clasp-to/core")).isDirectory();
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsServed() throws Exception {
    NpmClient.require();
    try (Relay relay = Relay.start()) {
      return run(relay, Map.of("CLASP_URL", relay.uri().toString()), file -> true);
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
      relay.awaitLog(Pattern.compile(Pattern.quote(url)));
      Map<String, String> environment =
          Map.of("CLASP_URL", url, "NODE_EXTRA_CA_CERTS", trusted.toString());
      return run(relay, environment, file -> !WITH_RELAYS_OF_THEIR_OWN.contains(file));
    }
  }

  private static Stream<DynamicTest> run(
      Relay relay, Map<String, String> url, Predicate<String> files) throws Exception {
    Map<String, String> environment = new HashMap<>(url);
    environment.put("CLASP_RELAY", Relay.program().toString());
    environment.put("JAVA_OPTS", Relay.SHORT_LIVED);
    try (ChildProcess node = NpmClient.node(environment, arguments(files))) {
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

  private static List<String> arguments(Predicate<String> wanted) throws Exception {
    Path project = NpmClient.require();
    List<String> arguments = new ArrayList<>(List.of("--test", "--test-reporter=tap"));
    try (ChildProcess help = NpmClient.node(Map.of(), List.of("--help"))) {
      assertThat(help.awaitExit(DEADLINE)).isZero();
      if (help.output().contains(SEVERAL_AT_A_TIME)) { // of Node 18.19, 20.10 and newer
        arguments.add(SEVERAL_AT_A_TIME + "=4");
      }
    }
    try (Stream<Path> files = Files.list(project.resolve("src/test/js"))) {
      files
          .filter(file -> file.toString().endsWith(".test.mjs"))
          .filter(file -> wanted.test(file.getFileName().toString()))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    return arguments;
  }
}
