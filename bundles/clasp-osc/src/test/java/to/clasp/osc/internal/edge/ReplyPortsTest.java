package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPortsTest {
  @ParameterizedTest
  @CsvSource({"10.1.2.3, 9003", "10.1.2.4, 9002", "10.9.9.9, 9001", "192.168.0.1, 9000"})
  void theSmallestNetworkCounts(String client, int port) {
    ReplyPorts ports =
        ReplyPorts.of(List.of("9000", "10.0.0.0/8=9001", "10.1.2.3=9003", "10.1.2.0/24 = 9002"));
    assertThat(ports.of(new InetSocketAddress(client, 5)))
        .isEqualTo(new InetSocketAddress(client, port));
  }

  @Test
  void withoutARuleItIsThePortThatTheClientSendsFrom() {
    InetSocketAddress client = new InetSocketAddress("10.0.0.1", 5);
    assertThat(ReplyPorts.of(List.of()).of(client)).isSameAs(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "65536", "10.0.0.0/8=", "10.0.0.0/40=1"})
  void whatIsNoRuleIsNamed(String row) {
    assertThatThrownBy(() -> ReplyPorts.of(List.of(row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replyPorts");
  }
}
