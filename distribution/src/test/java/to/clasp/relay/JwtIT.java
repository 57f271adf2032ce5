package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;

/** Scheme jwt in the shipped relay, with its library in the framework, under live clients. */
class JwtIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;
  private Path tree;
  private KeyPair edwards;

  @BeforeEach
  void configure() throws Exception {
    tree = Trees.copy(BackgroundRelay.builtTree(), folder.resolve("tree"));
    edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(folder.resolve("revoked"), "");
    Files.writeString(folder.resolve("pem"), pem(edwards));
    Files.delete(tree.resolve("etc/to.clasp.auth.open.cfg"));
    writeSettings("leewaySeconds = 0");
  }

  private static String pem(KeyPair pair) {
    String key = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n";
  }

  private void writeSettings(String more) throws Exception {
    Files.writeString(
        tree.resolve("etc/to.clasp.auth.jwt.cfg"),
        "secretFile = %s/secret\npublicKeyFile = %1$s/pem\nrevokedFile = %1$s/revoked\n%s\n"
            .formatted(folder, more));
  }

  private BackgroundRelay start() throws Exception {
    return BackgroundRelay.start(tree, Map.of(), "--host", "127.0.0.1", "--ws-port", "0");
  }

  private static String part(byte[] content) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
  }

  private static String unsigned(String algorithm, String claims) {
    long end = Instant.now().getEpochSecond() + 600;
    return part("{\"alg\":\"%s\"}".formatted(algorithm).getBytes())
        + "."
        + part("{%s\"exp\":%d}".formatted(claims, end).getBytes());
  }

  private static String hs256(String claims) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA256"));
    String signed = unsigned("HS256", claims);
    return "ext_" + signed + "." + part(mac.doFinal(signed.getBytes()));
  }

  private static String edDsa(PrivateKey key, String claims) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    String signed = unsigned("EdDSA", claims);
    signature.initSign(key);
    signature.update(signed.getBytes());
    return "ext_" + signed + "." + part(signature.sign());
  }

  private static TestClient show(URI uri, String token) {
    TestClient client = TestClient.connect(uri);
    client.send(new Hello(1, Features.ALL, "test", token));
    return client;
  }

  private static void assertRefused(URI uri, String token, int code) throws Exception {
    TestClient client = show(uri, token);
    assertThat(client.await(ErrorMessage.class).code()).isEqualTo(code);
    assertThat(client.awaitClose()).isEqualTo(1008);
  }

  @Test
  void letsClientsInWithATokenOfATrustedKeyAndNobodyElse() throws Exception {
    try (BackgroundRelay relay = start()) {
      URI uri = relay.uri();
      TestClient secret = show(uri, hs256("\"scopes\":[\"write:/a/**\"],"));
      secret.await(Welcome.class);
      secret.send(new Get("/b"));
      assertThat(secret.await(ErrorMessage.class).code()).isEqualTo(301);
      show(uri, edDsa(edwards.getPrivate(), "")).await(Welcome.class);

      assertRefused(uri, null, 300);
      assertRefused(uri, "ext_" + unsigned("none", "") + ".", 300);
      assertRefused(uri, hs256("\"nbf\":99999999999,"), 300);
      KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      assertRefused(uri, edDsa(stranger.getPrivate(), ""), 300);
      assertThat(relay.errors()).noneMatch(line -> line.contains("ext_") || line.contains("eyJ"));
    }
  }

  @Test
  void aRevokedTokenAndAReplacedKeyEndTheirSessionsAndNoOthers() throws Exception {
    try (BackgroundRelay relay = start()) {
      URI uri = relay.uri();
      TestClient stays = show(uri, hs256("\"jti\":\"1\",\"scope\":\"w:/a\","));
      TestClient revoked = show(uri, hs256("\"jti\":\"2\","));
      TestClient replaced = show(uri, edDsa(edwards.getPrivate(), ""));
      stays.await(Snapshot.class);
      revoked.await(Snapshot.class);
      replaced.await(Snapshot.class);

      Files.writeString(folder.resolve("revoked"), "2\n");
      assertThat(revoked.await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(revoked.awaitClose()).isEqualTo(1008);

      Files.writeString(
          folder.resolve("pem"), pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
      assertThat(replaced.await(ErrorMessage.class).code()).isEqualTo(300);

      writeSettings("leewaySeconds = 0\nissuers = somebody");
      assertThat(stays.await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(stays.awaitClose()).isEqualTo(1008);
    }
  }
}
