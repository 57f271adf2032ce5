package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableNameTest {

  @Test
  void aNameCannotForgeALineOfTheLog() {
    assertThat(PrintableName.of("a\nERROR b\u2028c\u202e\u0000d")).isEqualTo("a?ERROR b?c??d");
  }

  @Test
  void aLongNameIsCut() {
    assertThat(PrintableName.of("x".repeat(60_000))).hasSizeLessThanOrEqualTo(65).endsWith("…");
  }

  @Test
  void anOrdinaryNameStaysAsItIs() {
    assertThat(PrintableName.of("Bühne 照明 🎛")).isEqualTo("Bühne 照明 🎛");
  }
}
