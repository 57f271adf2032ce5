package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5000);

  private final AtomicLong minute = new AtomicLong(1000);
  private final Cookies cookies = new Cookies(minute::get);

  @Test
  void aCookieHoldsForItsMinuteAndTheNextOne() {
    String cookie = cookies.of(PEER);
    assertThat(cookie).hasSize(Cookies.LENGTH).matches("[\\w-]+");
    assertThat(cookies.isIn(cookie, PEER)).isTrue();
    minute.incrementAndGet();
    assertThat(cookies.isIn(cookie, PEER)).isTrue();
    minute.incrementAndGet();
    assertThat(cookies.isIn(cookie, PEER)).isFalse();
  }

  @Test
  void aCookieHoldsForOneAddressPortAndStartOnly() {
    String cookie = cookies.of(PEER);
    assertThat(cookies.isIn(cookie, new InetSocketAddress("192.0.2.8", 5000))).isFalse();
    assertThat(cookies.isIn(cookie, new InetSocketAddress("192.0.2.7", 5001))).isFalse();
    assertThat(new Cookies(minute::get).isIn(cookie, PEER)).isFalse();
  }

  @Test
  void aTokenMayFollowBehindADot() {
    String cookie = cookies.of(PEER);
    assertThat(cookies.isIn(cookie + ".a.b", PEER)).isTrue();
    assertThat(cookies.isIn(cookie + "a", PEER)).isFalse();
    assertThat(Cookies.strip(cookie + ".a.b")).isEqualTo("a.b");
    assertThat(Cookies.strip(cookie + ".")).isNull();
    assertThat(Cookies.strip(cookie)).isNull();
    assertThat(Cookies.join(cookie, null)).isEqualTo(cookie);
    assertThat(Cookies.strip(Cookies.join(cookie, "a.b"))).isEqualTo("a.b");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "short", "AAAAAAAAAAA", "AAAAAAAAAAA.x", "äöüäöüäöüäö"})
  void anyOtherTokenIsNoProof(String token) {
    assertThat(cookies.isIn(token, PEER)).isFalse();
  }
}
