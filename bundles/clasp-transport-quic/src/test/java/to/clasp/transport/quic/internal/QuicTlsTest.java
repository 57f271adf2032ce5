package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.Await;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.netty.EventLoops;

class QuicTlsTest {
  private static final byte[] FRAME = Frames.filled(20, 7);
  private final TestCertificate authority = TestCertificate.authority("authority of a test");
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final QuicFixture fixture = new QuicFixture(EventLoops.create(1));
  private final QuicConnector connector = new QuicConnector(fixture.loops);
  @TempDir private Path directory;

  @AfterEach
  void close() {
    fixture.close();
  }

  private URI serve(TestCertificate server, Object... more) throws IOException {
    Map<String, Object> config = new HashMap<>(Map.of("port", 0));
    config.put("certificateFile", server.writeChain(directory.resolve("cert.pem")).toString());
    config.put("keyFile", server.writeKey(directory.resolve("key.pem")).toString());
    for (int i = 0; i < more.length; i += 2) {
      config.put((String) more[i], more[i + 1]);
    }
    return fixture.start(acceptor, config).iterator().next();
  }

  private RecordingHandler connect(URI to, TlsIdentity identity) throws Exception {
    return connect(to, new TlsOptions(List.of(authority.certificate()), identity));
  }

  private RecordingHandler connect(URI to, TlsOptions tls) throws Exception {
    return RecordingHandler.connect(
        connector, to, new ConnectOptions(Duration.ofSeconds(20), Limits.LARGEST_FRAME, tls));
  }

  private RecordingHandler accepted(int number) {
    return acceptor.awaitHandler(number);
  }

  private void assertRefused(URI to, TlsOptions tls, String reason) {
    assertThatThrownBy(() -> connect(to, tls))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": TLS: ")
        .hasMessageContaining(reason);
    assertThat(acceptor.handlers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void aTrustedServerIsBelieved(String algorithm) throws Exception {
    TestCertificate server = authority.issue(algorithm, 30, "127.0.0.1");
    RecordingHandler client = connect(serve(server), (TlsIdentity) null);
    client.send(FRAME);
    accepted(0).awaitFrames(1);
    assertThat(client.connection().info().secure()).isTrue();
    assertThat(client.connection().info().certificate()).contains(server.certificate());
  }

  @Test
  void aServerBehindAnIntermediateAuthorityIsBelieved() throws Exception {
    connect(serve(authority.intermediate("in between").issue("127.0.0.1")), (TlsIdentity) null);
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() throws Exception {
    URI uri = serve(TestCertificate.authority("somebody else").issue("127.0.0.1"));
    assertRefused(
        uri, new TlsOptions(List.of(authority.certificate()), null), "certificate is not trusted");
    assertRefused(uri, TlsOptions.DEFAULT, "certificate is not trusted");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    URI uri = serve(authority.issue("localhost", "127.0.0.2"));
    TlsOptions trusting = new TlsOptions(List.of(authority.certificate()), null);
    assertRefused(uri, trusting, "127.0.0.1");
    connect(URI.create(uri.toString().replace("127.0.0.1", "localhost")), trusting);
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    assertRefused(
        serve(authority.issue("EC", -1, "127.0.0.1")),
        new TlsOptions(List.of(authority.certificate()), null),
        "expired");
  }

  @Test
  void aChangedCertificateIsShownToNewConnectionsAndCutsNobody() throws Exception {
    TestCertificate before = authority.issue("127.0.0.1");
    URI uri = serve(before);
    RecordingHandler old = connect(uri, (TlsIdentity) null);
    TestCertificate after = authority.issue("127.0.0.1", "changed.example");
    after.writeKey(directory.resolve("key.pem"));
    after.writeChain(directory.resolve("cert.pem"));
    Await.until("the new certificate", () -> after.certificate().equals(shown(uri)));
    old.send(FRAME);
    accepted(0).awaitFrames(1);
    assertThat(old.isClosed()).isFalse();
    assertThat(old.connection().info().certificate()).contains(before.certificate());
  }

  @Test
  void otherCertificateFilesInTheConfigurationCutNobodyAndAreFollowed() throws Exception {
    TestCertificate before = authority.issue("127.0.0.1");
    URI uri = serve(before);
    RecordingHandler old = connect(uri, (TlsIdentity) null);
    TestCertificate after = authority.issue("127.0.0.1", "changed.example");
    Map<String, Object> config = new HashMap<>(Map.of("port", 0));
    config.put("certificateFile", after.writeChain(directory.resolve("next.pem")).toString());
    config.put("keyFile", after.writeKey(directory.resolve("nextkey.pem")).toString());
    fixture.transport().modified(Config.of(config));

    assertThat(fixture.transport().uris()).containsExactly(uri);
    assertThat(shown(uri)).isEqualTo(after.certificate());
    old.send(FRAME);
    accepted(0).awaitFrames(1);
    assertThat(old.isClosed()).isFalse();

    TestCertificate last = authority.issue("127.0.0.1", "last.example");
    last.writeKey(directory.resolve("nextkey.pem"));
    last.writeChain(directory.resolve("next.pem"));
    Await.until("the file is followed", () -> last.certificate().equals(shown(uri)));
  }

  @Test
  void askingForClientCertificatesCutsNobodyAndHoldsForNewConnections() throws Exception {
    TestCertificate server = authority.issue("127.0.0.1");
    URI uri = serve(server);
    RecordingHandler old = connect(uri, (TlsIdentity) null);
    old.send(FRAME);
    accepted(0).awaitFrames(1);
    fixture.transport().modified(Config.of(askingForCertificates(server)));

    RecordingHandler stranger = connect(uri, (TlsIdentity) null);
    stranger.send(FRAME);
    assertThat(stranger.awaitClosed())
        .hasMessageContaining("1008 a client certificate is required");
    old.send(FRAME);
    accepted(0).awaitFrames(2);
    assertThat(old.isClosed()).isFalse();
  }

  private Map<String, Object> askingForCertificates(TestCertificate server) throws IOException {
    return Map.of(
        "port",
        0,
        "certificateFile",
        server.writeChain(directory.resolve("cert.pem")).toString(),
        "keyFile",
        server.writeKey(directory.resolve("key.pem")).toString(),
        "clientCertificates",
        "required",
        "clientCaFile",
        authority.writeChain(directory.resolve("ca.pem")).toString());
  }

  private Object shown(URI uri) {
    try {
      return connect(uri, (TlsIdentity) null).connection().info().certificate().orElseThrow();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aClientThatIsAskedShowsItsCertificate() throws Exception {
    TestCertificate desk = authority.issue("desk");
    URI uri = serveAskingForCertificates();
    connect(uri, new TlsIdentity(desk.key(), desk.chain())).send(FRAME);
    assertThat(accepted(0).connection().info().certificate()).contains(desk.certificate());
  }

  @Test
  void aClientWithoutARequiredCertificateIsToldSo() throws Exception {
    RecordingHandler client = connect(serveAskingForCertificates(), (TlsIdentity) null);
    client.send(FRAME);
    assertThat(client.awaitClosed()).hasMessageContaining("1008 a client certificate is required");
    assertThat(acceptor.handlers()).isEmpty();
  }

  /** For a client the handshake is over before the server has seen its certificate. */
  @Test
  void aClientWithTheCertificateOfAStrangerIsNotAccepted() throws Exception {
    URI uri = serveAskingForCertificates();
    TestCertificate stranger = TestCertificate.authority("somebody else").issue("desk");
    connect(uri, new TlsIdentity(stranger.key(), stranger.chain())).send(FRAME);
    TestCertificate desk = authority.issue("desk");
    connect(uri, new TlsIdentity(desk.key(), desk.chain())).send(FRAME);
    assertThat(accepted(0).connection().info().certificate()).contains(desk.certificate());
    assertThat(acceptor.handlers()).hasSize(1);
  }

  private URI serveAskingForCertificates() throws IOException {
    String issuers = authority.writeChain(directory.resolve("ca.pem")).toString();
    return serve(
        authority.issue("127.0.0.1"), "clientCertificates", "required", "clientCaFile", issuers);
  }

  @Test
  void anOptionalCertificateMayBeMissing() throws Exception {
    String issuers = authority.writeChain(directory.resolve("ca.pem")).toString();
    URI uri =
        serve(
            authority.issue("127.0.0.1"),
            "clientCertificates",
            "optional",
            "clientCaFile",
            issuers);
    connect(uri, (TlsIdentity) null).send(FRAME);
    assertThat(accepted(0).connection().info().certificate()).isEmpty();
  }
}
