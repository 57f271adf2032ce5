package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ProjectFolder;

/** Many connections, one after the other. */
class ChurnIT {
  private static final Duration DEADLINE = Duration.ofSeconds(180);

  /** The JVM has threads of its own that come and go; a leak would be one or more a cycle. */
  private static final int FEW = Cycles.COUNT / 20;

  @Test
  void connectionsThatWereClosedLeaveNoThreadAndNoSocketAndLittleMemory() throws Exception {
    try (Nodes nodes = new Nodes()) {
      // Whether the native library is there.
      nodes.join();
      try (ChildProcess cycles = start(nodes)) {
        assertThat(cycles.awaitExit(DEADLINE)).as(cycles.output()).isZero();
        System.out.print(cycles.output());

        for (String constant : List.of("threads", "sockets")) {
          assertThat(growth(cycles, constant))
              .as("%s in%n%s", constant, cycles.output())
              .isLessThan(FEW);
        }
        assertThat(growth(cycles, "rss") / Cycles.COUNT).as(cycles.output()).isLessThan(200);
        // An attempt that fails is repeated.
        assertThat(growth(cycles, "created")).isGreaterThanOrEqualTo(2L * Cycles.COUNT);
        assertThat(growth(cycles, "leaked")).isEqualTo(growth(cycles, "created") * 75_000);
      }
    }
  }

  private static ChildProcess start(Nodes nodes) {
    return ChildProcess.start(
        ProjectFolder.resolve("itests/p2p"),
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // The heap and the threads of the JVM itself are the same from the start.
            "-Xms48m",
            "-Xmx48m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-cp",
            System.getProperty("java.class.path"),
            Cycles.class.getName(),
            nodes.relay().uri().toString()));
  }

  private static long growth(ChildProcess cycles, String name) throws InterruptedException {
    return figure(cycles, "after", name) - figure(cycles, "before", name);
  }

  private static long figure(ChildProcess cycles, String when, String name)
      throws InterruptedException {
    Pattern wanted = Pattern.compile("(?m)^" + when + " .*\\b" + name + "=(\\d+)");
    return Long.parseLong(cycles.awaitOutput(wanted, Duration.ofSeconds(1)).group(1));
  }
}
