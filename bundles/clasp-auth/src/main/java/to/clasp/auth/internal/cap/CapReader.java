package to.clasp.auth.internal.cap;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import to.clasp.protocol.ProtocolException;

/** Reads a capability token strictly: known members once each, bounded, nothing behind the end. */
final class CapReader {
  static final String PREFIX = "cap_";

  private static final int MOST_CHARS = 8192;
  private static final int MOST_SCOPES = 64;
  private static final int LONGEST_NONCE = 128;
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  private final PackReader in;
  private final int maxDepth;

  private CapReader(PackReader in, int maxDepth) {
    this.in = in;
    this.maxDepth = maxDepth;
  }

  /**
   * Reads a token.
   *
   * @param token the token with its prefix
   * @param maxDepth most steps before the last one
   * @return its steps, from the first to the one that is shown
   * @throws ProtocolException if it is not a token of this kind; the message says why
   */
  static List<CapLink> read(String token, int maxDepth) {
    if (token.length() > MOST_CHARS) {
      throw PackReader.fault("it", "is longer than " + MOST_CHARS + " characters");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw PackReader.fault("it", "is not base64url");
    }
    PackReader in = new PackReader(bytes);
    List<CapLink> chain = new CapReader(in, maxDepth).token();
    in.end();
    return chain;
  }

  private List<CapLink> token() {
    Members members = new Members();
    List<CapLink> chain = new ArrayList<>();
    members.read(true, chain);
    members.require("version", "issuer", "scopes", "expires_at", "nonce", "signature");
    chain.add(members.link());
    return chain;
  }

  private void proofs(List<CapLink> chain) {
    int count = in.array("proofs", Integer.MAX_VALUE);
    if (count > maxDepth) {
      throw PackReader.fault(
          "proofs", "make a chain of " + count + " delegations, at most " + maxDepth + " may be");
    }
    for (int i = 0; i < count; i++) {
      Members members = new Members();
      members.read(false, chain);
      // A proof without all that its issuer has signed proves nothing.
      members.require("issuer", "audience", "scopes", "expires_at", "nonce", "signature");
      chain.add(members.link());
    }
  }

  /** The members of one map. */
  private final class Members {
    private final Set<String> seen = new HashSet<>();
    private byte[] issuer;
    private byte[] audience;
    private List<String> scopes = List.of();
    private long expiresAt;
    private String nonce;
    private byte[] signature;

    void read(boolean outermost, List<CapLink> chain) {
      int count = in.map(outermost ? "it" : "a proof");
      for (int i = 0; i < count; i++) {
        String name = in.text("a name");
        if (!seen.add(name)) {
          throw PackReader.fault("a member", "is there twice");
        }
        if (outermost && name.equals("proofs")) {
          proofs(chain);
        } else if (outermost && name.equals("version")) {
          if (in.number(name) != 1) {
            throw PackReader.fault(name, "is not 1");
          }
        } else {
          readMember(name);
        }
      }
    }

    private void readMember(String name) {
      switch (name) {
        case "issuer" -> issuer = in.bytes(name, KEY_BYTES);
        case "audience" -> audience = in.isNil() ? null : in.bytes(name, KEY_BYTES);
        case "scopes" -> scopes = readScopes();
        case "expires_at" -> expiresAt = in.number(name);
        case "nonce" -> nonce = readNonce();
        case "signature" -> signature = in.bytes(name, SIGNATURE_BYTES);
        default -> throw PackReader.fault("a member", "is not known");
      }
    }

    private List<String> readScopes() {
      int count = in.array("scopes", MOST_SCOPES);
      List<String> read = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        read.add(in.text("a scope"));
      }
      return read;
    }

    private String readNonce() {
      String read = in.text("nonce");
      if (read.isEmpty() || read.length() > LONGEST_NONCE) {
        throw PackReader.fault("nonce", "has not 1 to " + LONGEST_NONCE + " characters");
      }
      return read;
    }

    void require(String... names) {
      for (String name : names) {
        if (!seen.contains(name)) {
          throw PackReader.fault(name, "is missing");
        }
      }
    }

    CapLink link() {
      return new CapLink(issuer, audience, scopes, expiresAt, nonce, signature);
    }
  }
}
