package to.clasp.auth.internal.cap;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.auth.internal.Configs;
import to.clasp.auth.internal.work.FileWatch;

/** Keys, and tokens signed with them as a delegate would. */
final class CapBench {
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  static final long LATER = NOW.getEpochSecond() + 3600;
  static final KeyPair A = pair();
  static final KeyPair B = pair();
  static final KeyPair C = pair();

  final FileWatch files = new FileWatch();
  final Map<String, Object> config = new HashMap<>();

  CapBench() {
    with("trustAnchors", new String[] {CapVerifier.hex(raw(A))});
  }

  static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] raw(KeyPair key) {
    return CapVerifier.rawKey(key.getPublic());
  }

  CapBench with(String key, Object value) {
    config.put(key, value);
    return this;
  }

  CapConfig settings() {
    return Configs.of(CapConfig.class, Map.copyOf(config));
  }

  CapScheme scheme() {
    return new CapScheme(files, Runnable::run, () -> NOW, settings());
  }

  /** Steps of a chain, each signed. */
  static final class Chain {
    final List<CapLink> links = new ArrayList<>();

    Chain step(KeyPair issuer, KeyPair audience, long expiry, String... scopes) {
      return named(issuer, audience, expiry, "nonce-" + links.size(), scopes);
    }

    Chain named(KeyPair issuer, KeyPair audience, long expiry, String nonce, String... scopes) {
      byte[] to = audience == null ? null : raw(audience);
      CapLink open = new CapLink(raw(issuer), to, List.of(scopes), expiry, nonce, new byte[64]);
      byte[] signature = sign(issuer, open.signedBytes(links));
      links.add(new CapLink(raw(issuer), to, List.of(scopes), expiry, nonce, signature));
      return this;
    }

    byte[] bytes() {
      return encode(links);
    }

    String token() {
      return text(bytes());
    }
  }

  static Chain chain() {
    return new Chain();
  }

  static String root(String... scopes) {
    return chain().step(A, null, LATER, scopes).token();
  }

  static byte[] sign(KeyPair key, byte[] content) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(byte[] bytes) {
    return "cap_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As the reference writes it: no audience and no proofs where there are none. */
  static byte[] encode(List<CapLink> links) {
    CapLink last = links.get(links.size() - 1);
    List<CapLink> proofs = links.subList(0, links.size() - 1);
    int members = 6 + (last.audience() == null ? 0 : 1) + (proofs.isEmpty() ? 0 : 1);
    PackWriter out = new PackWriter().map(members).text("version").number(1);
    head(out, last, false);
    if (!proofs.isEmpty()) {
      out.text("proofs").array(proofs.size());
      for (CapLink proof : proofs) {
        head(out.map(6), proof, true);
        out.text("signature").binary(proof.signature());
      }
    }
    return out.text("signature").binary(last.signature()).bytes();
  }

  private static void head(PackWriter out, CapLink link, boolean always) {
    out.text("issuer").numbers(link.issuer());
    if (link.audience() != null) {
      out.text("audience").numbers(link.audience());
    } else if (always) {
      out.text("audience").nil();
    }
    out.text("scopes").array(link.scopes().size());
    link.scopes().forEach(out::text);
    out.text("expires_at").number(link.expiresAt()).text("nonce").text(link.nonce());
  }
}
