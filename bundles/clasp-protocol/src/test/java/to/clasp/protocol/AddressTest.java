package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a/b", "/a b/?[x]{y}!", "/bühne/größe", "/日本/🎵", "/a/\u0000"})
  void acceptsWhatTheRulesAllow(String address) {
    assertThatCode(() -> Address.check(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "a/b,does not start with '/'",
    "/,empty segment at its end",
    "/a/,empty segment at its end",
    "//,has an empty segment",
    "/a//b,has an empty segment",
    "/a/*,contains '*'",
    "/a**b,contains '*'",
  })
  void refusesWithTheReason(String address, String reason) {
    assertThatThrownBy(() -> Address.check(address))
        .hasMessageContaining(reason)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ADDRESS);
              assertThat(e.address()).isEqualTo(address);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "日", "🎵"})
  void countsTheLimitInBytes(String character) {
    int size = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    String longest = "/" + character.repeat((Address.MAX_BYTES - 1) / size);

    assertThatCode(() -> Address.check(longest)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Address.check(longest + character.repeat(1 + 4 / size)))
        .hasMessageContaining("longer than 1024 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/\uD83C", "/\uDFB5", "/\uDFB5\uD83C", "/a\uD83C/b"})
  void refusesHalfOfASurrogatePair(String address) {
    assertThatThrownBy(() -> Address.check(address)).hasMessageContaining("surrogate");
  }

  @Test
  void quotesOnlyTheBeginningOfAHugeAddressAndNoControlCharacters() {
    String address = "/\n\u001b[2J" + "x".repeat(60_000);

    assertThatThrownBy(() -> Address.check(address))
        .satisfies(
            e -> assertThat(e.getMessage()).hasSizeLessThan(150).doesNotContain("\n", "\u001b"));
  }

  @Test
  void anErrorAboutAHugeAddressStillFitsAFrame() {
    String address = "/" + "x".repeat(65_000);

    assertThatThrownBy(() -> Address.check(address))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.toMessage().address()).isNull());
  }
}
