package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentLineTest {

  @Test
  void splitsAtSpaces() {
    assertThat(ArgumentLine.split("  --ws-port  0 ")).containsExactly("--ws-port", "0");
  }

  @Test
  void keepsSpacesInQuotes() {
    assertThat(ArgumentLine.split("--name 'Main stage' \"it's\" --host=\"a b\" ''"))
        .containsExactly("--name", "Main stage", "it's", "--host=a b", "");
  }

  @Test
  void nothingIsNoArguments() {
    assertThat(ArgumentLine.split(" ")).isEmpty();
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    assertThatThrownBy(() -> ArgumentLine.split("--name 'X"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
