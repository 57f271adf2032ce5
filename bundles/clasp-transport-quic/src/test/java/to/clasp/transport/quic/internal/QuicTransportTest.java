package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;

class QuicTransportTest {
  private static final Duration IN_VAIN = Duration.ofMillis(500);
  private static final Map<String, Object> USUAL = Map.of("port", 0, "selfSigned", true);
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final QuicFixture fixture = new QuicFixture(EventLoops.create(1));

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Map<String, Object> but(String key, Object value) {
    Map<String, Object> config = new HashMap<>(USUAL);
    config.put(key, value);
    return config;
  }

  private void modify(Map<String, Object> config) {
    fixture.transport().modified(Config.of(config));
  }

  private URI uri() {
    return fixture.transport().uris().iterator().next();
  }

  private RecordingHandler connect(URI to) throws Exception {
    return connect(to, Duration.ofSeconds(20));
  }

  private RecordingHandler connect(URI to, Duration patience) throws Exception {
    return RecordingHandler.connect(fixture.connector(), to, new ConnectOptions(patience, 1000));
  }

  @Test
  void aTakenPortFailsTheActivationWithHostPortAndReason() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> fixture.start(acceptor, port))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + port + ": Address already in use");
    }
  }

  /** The name is too long to be asked for, so that no question leaves the machine. */
  @Test
  void anUnknownHostFailsTheActivation() {
    String host = "a".repeat(64) + ".invalid";
    assertThatThrownBy(() -> fixture.start(acceptor, but("host", host)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on " + host + ":0: unknown host");
  }

  @Test
  void withoutACertificateTheActivationFails() {
    assertThatThrownBy(() -> fixture.start(acceptor, Map.of("port", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "to.clasp.transport.quic: QUIC needs a certificate: certificateFile and keyFile"
                + " (--cert, --key), or selfSigned (--self-signed)");
  }

  @ParameterizedTest
  @CsvSource({
    "host, '', host = '' must be",
    "host, 'a b', host = 'a b' must be",
    "certificateFile, x.pem, selfSigned excludes certificateFile",
    "clientCertificates, maybe, clientCertificates = 'maybe' must be"
  })
  void aWrongTextIsNamedWithItsKey(String key, String value, String message) {
    assertThatThrownBy(() -> fixture.start(acceptor, but(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.transport.quic: " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "port, -1, 0 to 65535",
    "port, 65536, 0 to 65535",
    "pingIntervalSeconds, -1, 0 to 3600",
    "pingIntervalSeconds, 3601, 0 to 3600",
    "maxConnections, 0, 1 to 1000000",
    "maxConnections, 1000001, 1 to 1000000",
    "maxConnectionsPerSource, 0, 1 to 1000000",
    "maxStreams, 0, 1 to 1000",
    "maxStreams, 1001, 1 to 1000"
  })
  void aWrongNumberIsNamedWithItsKeyAndRange(String key, int value, String range) {
    assertThatThrownBy(() -> fixture.start(acceptor, but(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to.clasp.transport.quic: " + key + " = " + value + " must be " + range);
  }

  @Test
  void changesThatNeedNoNewPortCutNobody() throws Exception {
    fixture.start(acceptor, USUAL);
    Set<URI> before = fixture.transport().uris();
    RecordingHandler client = connect(uri());
    modify(USUAL);
    modify(but("pingIntervalSeconds", 3));
    modify(but("datagrams", false));
    modify(but("maxConnections", 5));
    modify(but("maxStreams", 3));
    assertThat(fixture.transport().uris()).isEqualTo(before);
    client.send(Frames.filled(1, 1));
    acceptor.awaitHandler(0).awaitFrames(1);
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void anotherPortMovesTheEndpoint() throws Exception {
    fixture.start(acceptor, USUAL);
    RecordingHandler client = connect(uri());
    client.send(Frames.filled(1, 1));
    URI old = uri();
    modify(but("port", FreePort.find()));
    assertThat(client.awaitClosed()).hasMessageContaining("1001 going away");
    assertThat(uri()).isNotEqualTo(old);
    connect(uri());
    assertThatThrownBy(() -> connect(old, IN_VAIN))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(old + ": ");
  }

  @Test
  void whatIsWrongIsNotTakenAndTheOldPortStaysOpen() throws Exception {
    fixture.start(acceptor, USUAL);
    RecordingHandler client = connect(uri());
    Set<URI> before = fixture.transport().uris();
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      modify(but("port", taken.getLocalPort()));
      modify(but("maxStreams", 0));
      modify(Map.of("port", 0, "certificateFile", "no.pem", "keyFile", "no.pem"));
    }
    assertThat(fixture.transport().uris()).isEqualTo(before);
    connect(uri());
    assertThat(client.isClosed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ws://127.0.0.1:1, not a URI like quic://host:port",
    "quic:nothing, not a URI like quic://host:port",
    "quic://127.0.0.1, not a URI like quic://host:port"
  })
  void anotherKindOfUriIsRefused(URI to, String reason) {
    assertThatThrownBy(() -> connect(to))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(to + ": " + reason);
  }

  @Test
  void whoeverDoesNotAnswerIsGivenUpInTime() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      URI to = URI.create("quic://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> connect(to, IN_VAIN))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining(to + ": no connection in time");
    }
  }

  @Test
  void theConnectorIsFoundWithoutOsgi() throws Exception {
    fixture.start(acceptor, USUAL);
    Connector found =
        ServiceLoader.load(Connector.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.schemes().contains("quic"))
            .findFirst()
            .orElseThrow();
    ConnectOptions how = new ConnectOptions(Duration.ofSeconds(20), 1000, fixture.trusting);
    RecordingHandler made = RecordingHandler.connect(found, uri(), how);
    acceptor.awaitHandler(0);
    assertThat(made.connection().info().transport()).isEqualTo("quic");
  }

  /** A platform that no library was built for, in a JVM of its own. */
  @Test
  void withoutANativeLibraryItIsSaidWhy() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + File.separator + "bin/java",
                    "-Dos.arch=pdp11",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WithoutLibrary.class.getName()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .contains("server: QUIC is not available: no native library for ")
        .contains(" on pdp11 (")
        .contains("client: quic://127.0.0.1:1: QUIC is not available: no native library for ");
  }

  /** What is tried there. */
  static final class WithoutLibrary {
    public static void main(String[] arguments) {
      try (EventLoops.Owned loops = EventLoops.createPortable(1)) {
        try {
          new QuicTransport(Config.selfSigned(), new RecordingAcceptor(), loops, null);
        } catch (Exception refused) {
          System.out.println("server: " + refused.getMessage());
        }
        new QuicConnector(loops)
            .connect(
                URI.create("quic://127.0.0.1:1"), ConnectOptions.DEFAULT, RecordingHandler::new)
            .whenComplete((none, failure) -> System.out.println("client: " + failure.getMessage()))
            .toCompletableFuture()
            .exceptionally(failure -> null)
            .join();
      }
    }
  }
}
