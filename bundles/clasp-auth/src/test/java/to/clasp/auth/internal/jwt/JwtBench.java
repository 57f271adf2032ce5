package to.clasp.auth.internal.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import to.clasp.auth.internal.Configs;
import to.clasp.auth.internal.work.FileWatch;

/** A folder with keys, a clock that stands still, and tokens made of both. */
final class JwtBench implements AutoCloseable {
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final KeyPair RSA =
      pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
  static final KeyPair P256 = pair("EC", new ECGenParameterSpec("secp256r1"));
  static final KeyPair ED25519 = pair("Ed25519", null);

  final Path folder;
  final Map<String, Object> config = new HashMap<>();
  final FileWatch files = new FileWatch();
  Instant now = NOW;

  JwtBench(Path folder) {
    this.folder = folder;
  }

  static KeyPair pair(String kind, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (parameters != null) {
        generator.initialize(parameters);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until all files have been looked at after this call. */
  void awaitLook() throws InterruptedException {
    Semaphore seen = new Semaphore(0);
    files.watch(List.of(folder.resolve("tick")), seen::release);
    for (int i = 0; i < 2; i++) {
      // The second one is noticed in a later round than the first, which is over by then.
      write("tick", "x".repeat(i + 1));
      assertThat(seen.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      seen.drainPermits();
    }
  }

  static String pem(PublicKey... keys) {
    StringBuilder text = new StringBuilder();
    for (PublicKey key : keys) {
      text.append("-----BEGIN PUBLIC KEY-----\n")
          .append(Base64.getMimeEncoder().encodeToString(key.getEncoded()))
          .append("\n-----END PUBLIC KEY-----\n");
    }
    return text.toString();
  }

  JwtBench with(String key, Object value) {
    config.put(key, value);
    return this;
  }

  JwtBench withSecret() {
    return with("secretFile", write("secret", SECRET + "\n"));
  }

  JwtConfig settings() {
    return Configs.of(JwtConfig.class, Map.copyOf(config));
  }

  JwtScheme scheme() {
    return new JwtScheme(files, Runnable::run, () -> now, settings());
  }

  JwtScheme change(JwtScheme scheme) {
    scheme.configure(settings());
    return scheme;
  }

  static Map<String, Object> claims(Object... members) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("exp", NOW.getEpochSecond() + 60);
    for (int i = 0; i < members.length; i += 2) {
      claims.put((String) members[i], members[i + 1]);
    }
    claims.values().removeIf(Objects::isNull);
    return claims;
  }

  static String hs256(Object... members) {
    return "ext_" + signed("HS256", new HmacKey(SECRET.getBytes()), null, claims(members));
  }

  static String signed(PrivateKey key, String algorithm, String keyId, Object... members) {
    return "ext_" + signed(algorithm, key, keyId, claims(members));
  }

  static String signed(String algorithm, Key key, String keyId, Map<String, Object> claims) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setKey(key);
    jws.setDoKeyValidation(false);
    if (keyId != null) {
      jws.setKeyIdHeaderValue(keyId);
    }
    jws.setPayload(JsonUtil.toJson(claims));
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes());
  }

  @Override
  public void close() {
    files.close();
  }
}
