package to.clasp.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  private static final String KEY = "networks";

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.255.0.1, true",
    "127.0.0.0/8, 128.0.0.1, false",
    "10.1.2.3/32, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "10.1.2.128/25, 10.1.2.200, true",
    "10.1.2.128/25, 10.1.2.100, false",
    "10.1.2.192/26, 10.1.2.128, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::1/128, ::1, true",
    "fd00::/8, fd12::5, true",
    "fd00::/8, fe12::5, false",
    "2001:db8:8000::/33, 2001:db8:ffff::1, true",
    "2001:db8:8000::/33, 2001:db8:7fff::1, false"
  })
  void theLeadingBitsDecide(String network, String address, boolean inside) throws Exception {
    assertThat(Networks.of(KEY, network).contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }

  @Test
  void severalMayStandInOneRowAndNoneMeansNobody() throws Exception {
    InetAddress local = InetAddress.getByName("127.0.0.1");
    assertThat(Networks.of(KEY, "10.0.0.0/8 , 127.0.0.1", "::1").contains(local)).isTrue();
    assertThat(Networks.of(KEY, "").contains(local)).isFalse();
    assertThat(Networks.of(KEY).contains(local)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10.0.0/8/8"})
  void whatIsNoNetworkIsNamed(String text) {
    assertThatThrownBy(() -> Networks.of(KEY, "10.0.0.0/8," + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("networks = '" + text + "' must be like");
  }
}
