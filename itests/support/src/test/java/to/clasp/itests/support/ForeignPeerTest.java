package to.clasp.itests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
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
    List<String> screen = new ArrayList<>();
    assertThatThrownBy(() -> ForeignPeer.missing("no-such-peer", "gone", HOW, false, screen::add))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageStartingWith(ForeignPeer.SKIPPED)
        .hasMessageContaining("no-such-peer")
        .hasMessageContaining(HOW);
    assertThat(screen).singleElement().asString().startsWith(ForeignPeer.SKIPPED);
  }

  @Test
  void failsWherePeersAreRequired() {
    List<String> screen = new ArrayList<>();
    assertThatThrownBy(() -> ForeignPeer.missing("no-such-peer", "gone", HOW, true, screen::add))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("no-such-peer")
        .hasMessageContaining(HOW);
  }
}
