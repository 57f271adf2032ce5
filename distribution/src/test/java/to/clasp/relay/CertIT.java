package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.TestCertificate;

/** Scheme cert in the shipped relay, with certificates that clients show for TLS. */
class CertIT {
  private final TestCertificate servers = TestCertificate.authority("servers");
  private final TestCertificate clients = TestCertificate.authority("clients");
  private final TestCertificate desk = clients.issue("desk.local");
  private final TestCertificate lamp = clients.issue("lamp.local");

  @TempDir private Path folder;
  private Path tree;
  private final List<String> flags = new ArrayList<>();

  @BeforeEach
  void configure() throws Exception {
    tree = Trees.copy(BackgroundRelay.builtTree(), folder.resolve("tree"));
    Files.delete(tree.resolve("etc/to.clasp.auth.open.cfg"));
    Files.writeString(folder.resolve("revoked"), "");
    Files.writeString(
        tree.resolve("etc/to.clasp.auth.cert.cfg"),
        "mappings = san:desk.local -> write:/a/**; any -> read:/b/**\nrevokedFile = %s/revoked\n"
            .formatted(folder));
    TestCertificate server = servers.issue("127.0.0.1");
    flags.addAll(List.of("--host", "127.0.0.1", "--ws-port", "0", "--tls-only"));
    flags.addAll(List.of("--cert", server.writeChain(folder.resolve("cert.pem")).toString()));
    flags.addAll(List.of("--key", server.writeKey(folder.resolve("key.pem")).toString()));
    flags.addAll(List.of("--client-ca", clients.writeChain(folder.resolve("ca.pem")).toString()));
  }

  private BackgroundRelay start(String howToAsk) throws Exception {
    flags.addAll(List.of("--client-certificates", howToAsk));
    return BackgroundRelay.start(tree, Map.of(), flags.toArray(String[]::new));
  }

  private HttpClient tls(TestCertificate shown) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null);
    trusted.setCertificateEntry("servers", servers.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null);
    if (shown != null) {
      own.setKeyEntry("own", shown.key(), new char[0], shown.chain().toArray(Certificate[]::new));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private TestClient show(URI uri, TestCertificate shown, String token) throws Exception {
    TestClient client = TestClient.connect(uri, tls(shown));
    client.send(new Hello(1, Features.ALL, "test", token));
    return client;
  }

  private static int setRefused(TestClient client, String address) throws Exception {
    client.send(Set.of(address, Value.of(1)));
    return client.await(ErrorMessage.class).code();
  }

  @Test
  void aClientMayDoWhatItsCertificateIsMappedToAndNothingElse() throws Exception {
    try (BackgroundRelay relay = start("optional")) {
      URI uri = relay.uri();
      TestClient writer = show(uri, desk, null);
      writer.await(Welcome.class);
      writer.send(Set.of("/a/x", Value.of(1)));
      writer.await(Ack.class);
      assertThat(setRefused(writer, "/b/x")).isEqualTo(301);
      TestClient reader = show(uri, lamp, null);
      reader.await(Welcome.class);
      assertThat(setRefused(reader, "/a/x")).isEqualTo(301);

      assertThat(show(uri, null, null).await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(show(uri, desk, "cpsk_x").await(ErrorMessage.class).code()).isEqualTo(300);
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityOpensNothing() throws Exception {
    TestCertificate forged = TestCertificate.authority("clients").issue("desk.local");
    try (BackgroundRelay relay = start("optional")) {
      URI uri = relay.uri();
      assertThatThrownBy(() -> show(uri, forged, null).await(Welcome.class))
          .isInstanceOfAny(AssertionError.class, RuntimeException.class);
      show(uri, desk, null).await(Welcome.class);
    }
  }

  @Test
  void aRevokedCertificateEndsItsSessionAndNoOther() throws Exception {
    try (BackgroundRelay relay = start("required")) {
      URI uri = relay.uri();
      TestClient revoked = show(uri, desk, null);
      TestClient stays = show(uri, lamp, null);
      revoked.await(Snapshot.class);
      stays.await(Snapshot.class);

      byte[] hash = MessageDigest.getInstance("SHA-256").digest(desk.certificate().getEncoded());
      Files.writeString(
          folder.resolve("revoked"), HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));

      assertThat(revoked.await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(revoked.awaitClose()).isEqualTo(1008);
      assertThat(show(uri, desk, null).await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(setRefused(stays, "/a/x")).isEqualTo(301);
    }
  }
}
