package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the start script tells the JVM must not contradict what the administrator tells it. */
class StartScriptIT {

  @ParameterizedTest
  @CsvSource({
    "JAVA_OPTS, -Xmx48m",
    "JAVA_OPTS, -Xlog:disable -Xmx48m",
    "JAVA_OPTS, -XX:MaxHeapSize=48m",
    "JAVA_OPTS, -XX:+UseG1GC",
    "JAVA_OPTS, -XX:+UseParallelGC -Xmx48m",
    "JAVA_TOOL_OPTIONS, -Xmx48m",
    "JDK_JAVA_OPTIONS, -XX:+UseG1GC -Xmx48m",
    "_JAVA_OPTIONS, -Xmx48m"
  })
  void heapAndCollectorOfTheEnvironmentWin(String variable, String options) throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of(variable, options), "--version")) {
      assertThat(relay.awaitExit()).as(() -> String.join("|", relay.errors())).isZero();
    }
  }
}
