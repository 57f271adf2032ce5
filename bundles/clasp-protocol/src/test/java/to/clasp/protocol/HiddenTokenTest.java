package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages end up in logs, tokens must not. */
class HiddenTokenTest {
  private static final String TOKEN = "cpsk_0123456789abcdef0123456789abcdef";

  @Test
  void theTextOfHelloShowsNoToken() {
    assertThat(new Hello(1, Features.ALL, "lamp", TOKEN).toString())
        .doesNotContain("0123")
        .contains("lamp", "token=hidden");
    assertThat(new Hello(1, Features.ALL, "lamp", null).toString()).contains("token=none");
  }

  @Test
  void theTextOfWelcomeShowsNoToken() {
    assertThat(new Welcome(1, Features.ALL, 5, "id", "relay", TOKEN).toString())
        .doesNotContain("0123")
        .contains("relay", "token=hidden");
    assertThat(new Welcome(1, Features.ALL, 5, "id", "relay", null).toString())
        .contains("token=none");
  }
}
