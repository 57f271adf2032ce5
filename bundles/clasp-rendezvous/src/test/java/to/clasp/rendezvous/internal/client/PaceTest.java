package to.clasp.rendezvous.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a device asks next. */
class PaceTest {

  @ParameterizedTest
  @CsvSource({
    "300, 0, 108000",
    "300, 0.5, 120000",
    "300, 1, 132000",
    "0, 0.5, 250",
    "9223372036854775807, 0.5, 3600000"
  })
  void aRefreshIsDueAtTwoFifthsOfTheTimeToLiveMoreOrLess(long ttl, double random, long millis) {
    assertThat(new Pace(() -> random).afterSuccess(Duration.ofSeconds(ttl))).isEqualTo(millis);
  }

  @Test
  void failuresAreFollowedByLongerAndLongerPausesUpToAMinute() {
    Pace pace = new Pace(() -> 1);
    long last = 0;
    for (long wanted : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      last = pace.afterFailure(Optional.empty());
      assertThat(last).isEqualTo(wanted * 1000);
    }
    pace.afterSuccess(Duration.ofSeconds(1));
    assertThat(pace.afterFailure(Optional.empty())).isEqualTo(1000);
  }

  @Test
  void devicesThatFailTogetherDoNotComeBackTogether() {
    assertThat(new Pace(() -> 0).afterFailure(Optional.empty())).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"90, 90000", "0, 1000", "1000000, 3600000"})
  void aServerMayAskForMoreTimeButNotForEver(long asked, long millis) {
    assertThat(new Pace(() -> 1).afterFailure(Optional.of(Duration.ofSeconds(asked))))
        .isEqualTo(millis);
  }
}
