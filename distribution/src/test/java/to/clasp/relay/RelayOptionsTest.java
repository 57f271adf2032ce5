package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class RelayOptionsTest {

  @Test
  void flagsThatAreNotGivenLeaveTheConfigurationAlone() {
    RelayOptions options = RelayOptions.parse();
    assertThat(options.host).isNull();
    assertThat(options.wsPort).isNull();
    assertThat(options.name).isNull();
    assertThat(options.maxSessions).isNull();
    assertThat(options.sessionTimeout).isNull();
    assertThat(options.noWebsocket).isFalse();
    assertThat(options.paramTtl).isNull();
    assertThat(options.signalTtl).isNull();
    assertThat(options.noTtl).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-p", "--port", "--ws-port"})
  void thePortHasThreeNames(String flag) {
    assertThat(RelayOptions.parse(flag, "7331").wsPort).isEqualTo(7331);
  }

  @Test
  void readsEveryFlagThatIsServed() {
    RelayOptions options =
        RelayOptions.parse(
            "--host=127.0.0.1",
            "-n",
            "Main stage",
            "-v",
            "--max-sessions",
            "0",
            "--session-timeout",
            "60",
            "--param-ttl",
            "90",
            "--signal-ttl=0",
            "--drain-timeout=9",
            "--no-websocket",
            "--rendezvous-port",
            "0");
    assertThat(options.host).isEqualTo("127.0.0.1");
    assertThat(options.name).isEqualTo("Main stage");
    assertThat(options.verbose).isTrue();
    assertThat(options.maxSessions).isZero();
    assertThat(options.sessionTimeout).isEqualTo(60);
    assertThat(options.paramTtl).isEqualTo(90);
    assertThat(options.signalTtl).isZero();
    assertThat(options.drainTimeout).isEqualTo(9);
    assertThat(options.noWebsocket).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--param-ttl", "--signal-ttl"})
  void noTtlExcludesATime(String flag) {
    assertThat(RelayOptions.parse("--no-ttl").noTtl).isTrue();
    assertThatThrownBy(() -> RelayOptions.parse("--no-ttl", flag, "60"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--no-ttl excludes");
  }

  @ParameterizedTest
  @CsvSource({
    "'--rendezvous-port 65536', 0 to 65535",
    "'--rendezvous-ttl 0', 1 to 86400",
    "'--rendezvous-ttl 60 --rendezvous-port 0', exclude each other",
    "'--rendezvous-url ftp://host', http or https",
    "'--rendezvous-url host:7340', http or https",
    "'--rendezvous-url 7', http or https"
  })
  void aFlagOfTheRendezvousThatIsWrongIsRefused(String flags, String text) {
    assertThatThrownBy(() -> RelayOptions.parse(flags.split(" "))).hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "--ws-port, -1",
    "--ws-port, 65536",
    "--max-sessions, -1",
    "--session-timeout, -1",
    "--param-ttl, -1",
    "--signal-ttl, -1",
    "--drain-timeout, 0",
    "--drain-timeout, 3601",
    "--osc-port, 65536",
    "--osc-tcp-port, -1",
    "--osc-namespace, osc",
    "--ws-port, seven"
  })
  void aValueOutOfRangeIsRefusedByTheNameOfItsFlag(String flag, String value) {
    assertThatThrownBy(() -> RelayOptions.parse(flag, value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(flag);
  }

  @Test
  void aCertificateOfItsOwnExcludesFiles() {
    assertThatThrownBy(() -> RelayOptions.parse("--self-signed", "--cert", "c.pem"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--self-signed excludes --cert and --key");
  }

  @Test
  void anUnknownWayToAskForCertificatesIsRefused() {
    assertThatThrownBy(() -> RelayOptions.parse("--client-certificates", "maybe"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--client-certificates");
  }

  @Test
  void anUnknownFlagIsRefused() {
    assertThatThrownBy(() -> RelayOptions.parse("--colour"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--colour");
  }

  @Test
  void aPortForNoListenerIsRefused() {
    assertThatThrownBy(() -> RelayOptions.parse("--no-websocket", "--ws-port", "1"))
        .hasMessageContaining("exclude each other");
  }

  @Test
  void originsForNoListenerAreRefused() {
    assertThatThrownBy(() -> RelayOptions.parse("--no-websocket", "--allowed-origins", "*"))
        .hasMessageContaining("exclude each other");
  }

  @Test
  void helpNamesTheFlags() {
    StringWriter text = new StringWriter();
    RelayOptions.printHelp(new PrintWriter(text));
    assertThat(text.toString())
        .contains("--ws-port", "--quic-port", "--session-timeout", "CLASP_LOG")
        .contains("--rendezvous-ttl", "--mdns", "--mqtt-port", "--osc-port");
  }
}
