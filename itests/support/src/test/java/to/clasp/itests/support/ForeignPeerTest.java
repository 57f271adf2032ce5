package to.clasp.itests.support;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ForeignPeerTest {
  private static final String HOW = "make it";

  @Test
  void goesOnWithAProgramThatIsThere() {
    assertThatCode(() -> ForeignPeer.require("java", HOW)).doesNotThrowAnyException();
  }

  @Test
  void skipsLoudlyAndSaysHowToInstall() {
    assertThatThrownBy(() -> ForeignPeer.missing("no-such-peer", "for this test", HOW, false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageStartingWith(ForeignPeer.SKIPPED)
        .hasMessageContaining("no-such-peer")
        .hasMessageContaining(HOW);
  }

  @Test
  void failsWherePeersAreRequired() {
    assertThatThrownBy(() -> ForeignPeer.missing("no-such-peer", "for this test", HOW, true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("no-such-peer")
        .hasMessageContaining(HOW);
  }
}
