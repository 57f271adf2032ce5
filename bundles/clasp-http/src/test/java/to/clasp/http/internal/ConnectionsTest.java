package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who has how many connections. */
class ConnectionsTest {
  private final Connections connections = new Connections();
  private final HttpSettings settings =
      HttpSettings.of(Configs.server(Map.of("maxConnectionsPerSource", 2)));

  private static final class From extends EmbeddedChannel {
    private final String address;

    From(String address) {
      this.address = address;
    }

    @Override
    public SocketAddress remoteAddress() {
      return new InetSocketAddress(address, 1);
    }
  }

  /** Whether one more from there is admitted. */
  private boolean admits(String address) {
    From channel = new From(address);
    connections.add(channel);
    boolean admitted = !connections.tooManyOfSource(channel, settings);
    if (!admitted) {
      connections.remove(channel);
    }
    return admitted;
  }

  @Test
  void anIpv6NetworkIsOneSourceAndASiteHasTwiceAsMany() {
    assertThat(admits("2001:db8:0:1::1")).isTrue();
    assertThat(admits("2001:db8:0:1::2")).isTrue();
    assertThat(admits("2001:db8:0:1::3")).as("a third of one network").isFalse();
    assertThat(admits("2001:db8:0:2::1")).isTrue();
    assertThat(admits("2001:db8:0:3::1")).isTrue();
    assertThat(admits("2001:db8:0:4::1")).as("a fifth of one site").isFalse();
    assertThat(admits("2001:db8:1:4::1")).isTrue();
  }

  @Test
  void whoHasLeftIsNotCounted() {
    From first = new From("2001:db8:0:1::1");
    for (int i = 0; i < 10; i++) {
      connections.add(first);
      connections.remove(first);
      connections.remove(first);
    }
    assertThat(connections.size()).isZero();
    assertThat(admits("2001:db8:0:1::1")).isTrue();
  }

  @Test
  void anIpv4AddressIsOneSource() {
    assertThat(admits("192.0.2.1")).isTrue();
    assertThat(admits("192.0.2.1")).isTrue();
    assertThat(admits("192.0.2.1")).isFalse();
    assertThat(admits("192.0.2.2")).isTrue();
  }
}
