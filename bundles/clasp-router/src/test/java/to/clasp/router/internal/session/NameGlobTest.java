package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGlobTest {

  @ParameterizedTest
  @CsvSource({
    "esp32-*, esp32-7, true",
    "esp32-*, esp32-, true",
    "esp32-*, esp32, false",
    "esp32-*, an esp32-7, false",
    "*-lamp, desk-lamp, true",
    "*-lamp, desk-lamp-2, false",
    "a*b*c, axxbyybzc, true",
    "a*b*c, axxbyybz, false",
    "*, anything, true",
    "**, anything, true",
    "Esp, esp, false",
    "a.c, abc, false"
  })
  void aStarStandsForAnyCharactersAndNothingElseIsSpecial(String glob, String name, boolean is) {
    assertThat(new NameGlob(glob).matches(name)).isEqualTo(is);
  }

  @Test
  void aNameThatNearlyMatchesTakesNoLongTime() {
    NameGlob glob = new NameGlob("*a*a*a*a*a*a*a*a*b");

    boolean matches =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> glob.matches("a".repeat(65_535)));

    assertThat(matches).isFalse();
  }
}
