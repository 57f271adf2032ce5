package to.clasp.itests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark for a moment, so that none is broken when somebody wants its figures. */
class BenchmarksTest {
  @Test
  void everyBenchmarkRunsAndDoesSomething() throws RunnerException {
    Collection<RunResult> results = new Runner(shortest()).run();

    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
    assertThat(results.stream().map(result -> classOf(result)).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            CodecBench.class.getName(),
            MatchBench.class.getName(),
            StateBench.class.getName(),
            FanoutBench.class.getName());
  }

  private static Options shortest() {
    return new OptionsBuilder()
        .include(BenchmarksTest.class.getPackageName() + "\\..*")
        .param("subscriptions", "10")
        .param("params", "100")
        .param("sessions", "10")
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(10))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static String classOf(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }
}
