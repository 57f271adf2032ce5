package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.RawClient;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connector;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;

/** The flag for QUIC on the shipped tree. */
class QuicIT {
  private static final String[] LOOPBACK = {"--host", "127.0.0.1", "--ws-port", "0"};

  @TempDir private Path directory;

  private static BackgroundRelay start(String... flags) throws Exception {
    return BackgroundRelay.start(with(flags));
  }

  private static String[] with(String... flags) {
    String[] all = new String[LOOPBACK.length + flags.length];
    System.arraycopy(LOOPBACK, 0, all, 0, LOOPBACK.length);
    System.arraycopy(flags, 0, all, LOOPBACK.length, flags.length);
    return all;
  }

  @Test
  void clientsOfQuicAndOfWebSocketShareOneRelay() throws Exception {
    TestCertificate authority = TestCertificate.authority("authority");
    TestCertificate server = authority.issue("127.0.0.1");
    String cert = server.writeChain(directory.resolve("cert.pem")).toString();
    String key = server.writeKey(directory.resolve("key.pem")).toString();
    try (BackgroundRelay relay = start("--quic-port", "0", "--cert", cert, "--key", key)) {
      TlsOptions trusting = new TlsOptions(List.of(authority.certificate()), null);
      try (RawClient client =
          RawClient.connect(
              quic(),
              uri(relay, "quic"),
              new ConnectOptions(BackgroundRelay.DEADLINE, Limits.LARGEST_FRAME, trusting))) {
        assertThat(client.hello("by QUIC").name()).isEqualTo("CLASP Relay");
        client.send(Set.of("/a", Value.of(7)));
        client.expect(Ack.class);
        TestClient other = TestClient.hello(uri(relay, "ws"));
        other.await(Welcome.class);
        assertThat(other.await(Snapshot.class).toString()).contains("/a");
        relay.terminate();
        assertThat(client.awaitClosed()).contains("1001 going away");
      }
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  private static Connector quic() {
    return ServiceLoader.load(Connector.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.schemes().contains("quic"))
        .findFirst()
        .orElseThrow();
  }

  private static URI uri(BackgroundRelay relay, String scheme) throws InterruptedException {
    String line = relay.awaitLine(each -> each.contains("listening on " + scheme + "://"));
    return URI.create(line.replaceFirst(".*listening on (\\S+).*", "$1"));
  }

  @Test
  void withoutACertificateTheStartEndsWithOneLine() throws Exception {
    assertRefused(Map.of(), "QUIC needs a certificate", "--quic-port", "0");
  }

  /** The platform is one that no library was built for. */
  @Test
  void withoutANativeLibraryTheStartEndsWithOneLine() throws Exception {
    assertRefused(
        Map.of("JAVA_OPTS", "-Dos.arch=pdp11"),
        "QUIC is not available: no native library for",
        "--quic-port",
        "0",
        "--self-signed");
  }

  private static void assertRefused(Map<String, String> environment, String why, String... flags)
      throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(BackgroundRelay.builtTree(), environment, with(flags))) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError()).startsWith("clasp-relay: ").contains(why);
    }
  }

  @Test
  void withoutANativeLibraryEverythingElseIsServed() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of("JAVA_OPTS", "-Dos.arch=pdp11"), LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
    }
  }
}
