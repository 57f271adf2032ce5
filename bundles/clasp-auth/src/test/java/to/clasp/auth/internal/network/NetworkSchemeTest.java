package to.clasp.auth.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.auth.internal.Shown.answer;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.open;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.Configs;
import to.clasp.protocol.ErrorCode;
import to.clasp.transport.ConnectionInfo;

class NetworkSchemeTest {

  private static NetworkConfig config(String transport, String... allow) {
    return Configs.of(NetworkConfig.class, Map.of("transport", transport, "allow", allow));
  }

  private static NetworkScheme osc(String... allow) {
    return new NetworkScheme(config("osc", allow));
  }

  private static Credentials client(String transport, String address, String token) {
    return new Credentials(
        "test",
        token,
        new ConnectionInfo(
            transport, new InetSocketAddress(address, 4711), false, true, Optional.empty()));
  }

  private static Credentials client(String address) {
    return client("osc", address, null);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, /wide",
    "10.1.0.1, /mid",
    "10.1.2.3, /host",
    "fd00::1, /six",
    "fd00:1::1, /small"
  })
  void theLongestPrefixSaysWhatAClientMayDo(String address, String allowed) {
    NetworkScheme scheme =
        osc(
            "10.0.0.0/8=write:/wide; 10.1.2.3=write:/host; 10.1.0.0/16=write:/mid",
            "fd00:1::/32=write:/small",
            "fd00::/8=write:/six");

    Grant grant = granted(scheme, client(address));

    for (String each : List.of("/wide", "/mid", "/host", "/six", "/small")) {
      assertThat(grant.mayWrite(each)).as(each).isEqualTo(each.equals(allowed));
    }
  }

  @Test
  void whatIsWrittenForANetworkIsGrantedAndNothingElse() {
    Grant grant = granted(osc("127.0.0.0/8=read:/a/**, write:/b/**"), client("127.0.0.1"));

    assertThat(grant.mayRead("/a/x")).isTrue();
    assertThat(grant.mayWrite("/a/x")).isFalse();
    assertThat(grant.mayWrite("/b/x")).isTrue();
    assertThat(grant.mayRead("/c")).isFalse();
  }

  @Test
  void aTokenAnotherTransportOrAnotherNetworkIsNotItsOwn() {
    NetworkScheme scheme = osc("10.0.0.0/8=write:/**");

    for (Credentials other :
        List.of(
            client("osc", "10.0.0.1", "cpsk_x"),
            client("mqtt", "10.0.0.1", null),
            client("websocket", "10.0.0.1", null),
            client("osc", "11.0.0.1", null))) {
      assertThat(answer(scheme, other)).as("%s", other).isEqualTo(AuthAnswer.NotMine.INSTANCE);
    }
    assertThat(granted(scheme, client("osc", "10.0.0.1", "")).mayWrite("/x")).isTrue();
  }

  @Test
  void sessionsEndWhenTheirRuleGoesOrAllowsSomethingElseAndOthersLiveOn() {
    NetworkScheme scheme = osc("10.0.0.0/8=write:/a", "11.0.0.0/8=write:/a", "12.0.0.0/8=read:/a");
    var gone = open(granted(scheme, client("10.0.0.1")));
    var changed = open(granted(scheme, client("11.0.0.1")));
    var untouched = open(granted(scheme, client("12.0.0.1")));

    scheme.configure(
        config("osc", "12.0.0.0/8=read:/a", "12.1.0.0/16=write:/a", "11.0.0.0/8=read:/a"));

    assertThat(gone).isCompleted();
    assertThat(gone.join().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(changed).isCompleted();
    assertThat(untouched).isNotDone();
    assertThat(answer(scheme, client("10.0.0.1"))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @Test
  void aSmallerNetworkThatAppearsEndsTheSessionsInIt() {
    NetworkScheme scheme = osc("10.0.0.0/8=write:/a");
    var inside = open(granted(scheme, client("10.1.0.1")));
    var outside = open(granted(scheme, client("10.2.0.1")));

    scheme.configure(config("osc", "10.0.0.0/8=write:/a", "10.1.0.0/16=read:/a"));

    assertThat(inside).isCompleted();
    assertThat(outside).isNotDone();
  }

  @Test
  void sessionsEndWithTheSchemeOrWhenItIsForAnotherTransport() {
    NetworkScheme scheme = osc("10.0.0.0/8=write:/a");
    var session = open(granted(scheme, client("10.0.0.1")));
    scheme.configure(config("mqtt", "10.0.0.0/8=write:/a"));
    assertThat(session).isCompleted();
    assertThat(scheme.transportsWithoutToken()).containsExactly("mqtt");

    var last = open(granted(scheme, client("mqtt", "10.0.0.1", null)));
    scheme.close();
    assertThat(last).isCompleted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.0.0.0/8=",
        "10.0.0.0/8=fly:/a",
        "10.0.0.0/8=read:/a,",
        "10.0.0.1/8=read:/a",
        "lamp=read:/a",
        "=read:/a"
      })
  void aWrongRuleIsNamedAndTheOldOnesStay(String rule) {
    NetworkScheme scheme = osc("10.0.0.0/8=read:/a");

    assertThatThrownBy(() -> scheme.configure(config("osc", rule)))
        .hasMessageContaining(NetworkScheme.PID + ": allow: '" + rule + "'");
    assertThat(granted(scheme, client("10.0.0.1")).mayRead("/a")).isTrue();
  }

  @Test
  void noRuleTwoForOneNetworkOrAnUnknownTransportIsRefused() {
    assertThatThrownBy(NetworkSchemeTest::osc).hasMessageContaining("allow: has no network");
    assertThatThrownBy(() -> osc("10.0.0.1=read:/a", "10.0.0.1/32=write:/a"))
        .hasMessageContaining("two rules for 10.0.0.1/32");
    assertThatThrownBy(() -> new NetworkScheme(config("websocket", "::/0=read:/a")))
        .hasMessageContaining("transport is 'websocket'");
  }
}
