package to.clasp.itests.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class TapResultsTest {
  @Test
  void readsNestedResultsAndTheirDetails() {
    String output =
        """
        TAP version 13
        # Subtest: /x/some.test.mjs
            # Subtest: adds up
            ok 1 - adds up
              ---
              duration_ms: 2
              ...
            # Subtest: breaks
            not ok 2 - breaks
              ---
              error: '1 !== 2'
              ...
            ok 3 - left out # SKIP
              ---
              ...
            1..3
        ok 1 - /x/some.test.mjs
        1..1
        # tests 3
        """;
    assertThat(TapResults.parse(output))
        .extracting(TapResults.Result::name, TapResults.Result::passed)
        .containsExactly(tuple("adds up", true), tuple("breaks", false), tuple("left out", false));
    assertThat(TapResults.parse(output).get(1).details())
        .contains("'1 !== 2'")
        .doesNotContain("SKIP");
  }

  @Test
  void reportsAFileThatFailsToLoad() {
    assertThat(TapResults.parse("not ok 1 - /x/broken.test.mjs\n  ---\n  exitCode: 1\n  ...\n"))
        .extracting(TapResults.Result::passed)
        .containsExactly(false);
  }

  @Test
  void findsNothingWhereNothingRan() {
    assertThat(TapResults.parse("TAP version 13\n1..0\n# tests 0\n")).isEmpty();
  }
}
