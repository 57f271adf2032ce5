package to.clasp.discovery.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.net.TestLinks.address;

import org.junit.jupiter.api.Test;

class SubnetTest {
  @Test
  void knowsWhoIsOnItsNetwork() {
    Subnet odd = new Subnet(address("10.7.3.1"), 22, null);
    assertThat(odd.contains(address("10.7.0.9"))).isTrue();
    assertThat(odd.contains(address("10.7.3.255"))).isTrue();
    assertThat(odd.contains(address("10.7.4.0"))).isFalse();
    assertThat(odd.contains(address("fd07::1"))).isFalse();
    Subnet six = new Subnet(address("fd07::1"), 64, null);
    assertThat(six.contains(address("fd07::9:9"))).isTrue();
    assertThat(six.contains(address("fd07:0:0:1::9"))).isFalse();
    assertThat(six.contains(address("10.7.0.9"))).isFalse();
  }
}
