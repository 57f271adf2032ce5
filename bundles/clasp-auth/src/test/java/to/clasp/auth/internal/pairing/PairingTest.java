package to.clasp.auth.internal.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {
  private static final PairingRequest REQUEST =
      new PairingRequest(List.of("read:/**"), "lamp", Duration.ofDays(1));

  private final AtomicLong now = new AtomicLong();
  private final Pairing pairing = new Pairing(now::get);

  private static String wrong(String code) {
    return code.startsWith("pair_0") ? "pair_1" + code.substring(6) : "pair_0" + code.substring(6);
  }

  @Test
  void aCodeGivesWhatWasAskedForOnce() {
    String code = pairing.offer(REQUEST);

    assertThat(code).matches("pair_\\d{6}");
    assertThat(pairing.redeem(code)).contains(REQUEST);
    assertThat(pairing.redeem(code)).isEmpty();
  }

  @Test
  void withoutAnOfferEveryCodeIsWrong() {
    assertThat(pairing.redeem("pair_000000")).isEmpty();
  }

  @Test
  void aCodeIsGoodForTwoMinutes() {
    String code = pairing.offer(REQUEST);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(pairing.redeem(code)).isPresent();

    String late = pairing.offer(REQUEST);
    now.addAndGet(Duration.ofMinutes(2).toNanos() + 1);
    assertThat(pairing.redeem(late)).isEmpty();
  }

  @Test
  void fourWrongTriesLeaveOne() {
    String code = pairing.offer(REQUEST);
    for (int i = 0; i < 4; i++) {
      assertThat(pairing.redeem(wrong(code))).isEmpty();
    }
    assertThat(pairing.redeem(code)).isPresent();
  }

  @Test
  void fiveWrongTriesVoidTheCode() {
    String code = pairing.offer(REQUEST);
    for (int i = 0; i < 5; i++) {
      assertThat(pairing.redeem(wrong(code))).isEmpty();
    }
    assertThat(pairing.redeem(code)).isEmpty();
  }

  @Test
  void aNewCodeTakesThePlaceOfTheOneBefore() {
    String first = pairing.offer(REQUEST);
    String second = pairing.offer(REQUEST);
    if (!first.equals(second)) {
      assertThat(pairing.redeem(first)).isEmpty();
    }
    assertThat(pairing.redeem(second)).isPresent();
  }

  @Test
  void theAdminTokenAsksForCodesAndNoOtherDoes() {
    String admin = pairing.adminToken();
    assertThat(pairing.isAdmin(admin)).isTrue();
    assertThat(pairing.isAdmin(admin + REQUEST.text())).isTrue();
    assertThat(pairing.isAdmin(admin.substring(0, admin.length() - 1))).isFalse();
    assertThat(pairing.isAdmin("admin_")).isFalse();
    assertThat(pairing.isAdmin(new Pairing().adminToken())).isFalse();

    assertThat(pairing.ask(admin)).isEmpty();
    String code = pairing.ask(admin + REQUEST.text()).orElseThrow();
    assertThat(pairing.redeem(code)).contains(REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{}",
        "{\"scopes\":[]}",
        "{\"scopes\":[\"read\"]}",
        "{\"scopes\":[1]}",
        "{\"scopes\":[\"read:/**\"],\"subject\":1}",
        "{\"scopes\":[\"read:/**\"],\"expires_in\":0}",
        "{\"scopes\":[\"read:/**\"],\"expires_in\":9223372036854775807}"
      })
  void aRequestOfAnotherFormOffersNothing(String request) {
    assertThatThrownBy(() -> pairing.ask(pairing.adminToken() + request))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
