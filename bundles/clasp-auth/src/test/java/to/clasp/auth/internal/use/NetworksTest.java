package to.clasp.auth.internal.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "192.168.5.0/25, 192.168.5.127, true",
    "192.168.5.0/25, 192.168.5.128, false",
    "fd00::/8, fdab::1, true",
    "fd00::/8, fe80::1, false",
    "::1, ::1, true"
  })
  void containsTheAddressesThatBeginWithItsBits(String network, String address, boolean inside) {
    Networks networks = Networks.parse(List.of(network));

    assertThat(networks.admit(new InetSocketAddress(address, 1))).isEqualTo(inside);
  }

  @Test
  void anIpv4AddressThatCameThroughASocketForBothFamiliesIsOne() throws Exception {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
    InetSocketAddress peer = new InetSocketAddress(Inet6Address.getByAddress("", mapped, 0), 1);

    assertThat(peer.getAddress()).isInstanceOf(Inet6Address.class);
    assertThat(Networks.parse(List.of("10.0.0.0/8")).admit(peer)).isTrue();
    assertThat(Networks.parse(List.of("11.0.0.0/8", "::/0")).admit(peer)).isFalse();
  }

  @Test
  void noneIsNoRestrictionAndAnUnknownAddressIsInNoNetwork() {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("peer", 1);

    assertThat(Networks.ANY.admit(unknown)).isTrue();
    assertThat(Networks.parse(List.of("0.0.0.0/0")).admit(unknown)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "dead",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/",
        "",
        "1.2.3",
        "::/x"
      })
  void whatIsNoNetworkIsNamed(String text) {
    assertThatThrownBy(() -> Networks.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
