package to.clasp.auth.internal.jwt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.use.Networks;
import to.clasp.protocol.ProtocolException;

/** Reads claims strictly: one that is there but cannot be understood makes the token invalid. */
final class ClaimsReader {
  private static final int MOST_SCOPES = 100;
  private static final int MOST_NETWORKS = 100;
  private static final double LATEST_SECOND = 1e11;

  private final Map<String, Object> claims;

  private ClaimsReader(Map<String, Object> claims) {
    this.claims = claims;
  }

  /**
   * Reads them.
   *
   * @throws ProtocolException if one cannot be understood; the message names it
   */
  static JwtClaims read(Map<String, Object> claims) {
    return new ClaimsReader(claims).read();
  }

  private JwtClaims read() {
    SignalRights rights = SignalRights.of(claims.get("sf"));
    List<Scope> scopes = new ArrayList<>(rights.scopes());
    addScopes("scopes", scopes);
    addScopes("scope", scopes);
    if (scopes.size() > MOST_SCOPES) {
      throw SignedJwt.refusal("the token has more than " + MOST_SCOPES + " scopes");
    }
    String subject = text("sub");
    return new JwtClaims(
        text("iss"),
        subject == null ? "" : subject,
        texts("aud"),
        time("exp"),
        time("nbf"),
        time("iat"),
        text("jti"),
        scopes,
        rights.constraints(),
        once(),
        maxSessions(),
        networks());
  }

  private String text(String name) {
    Object value = claims.get(name);
    if (value != null && !(value instanceof String)) {
      throw fault(name, "is not a text");
    }
    return (String) value;
  }

  /** One text, or an array of texts. */
  private List<String> texts(String name) {
    Object value = claims.get(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (!(each instanceof String text)) {
        throw fault(name, "is neither a text nor an array of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Elements of an array, or of a text separated by commas or blanks. */
  private void addScopes(String name, List<Scope> scopes) {
    for (String text : texts(name)) {
      for (String each : text.split("[,\\s]+")) {
        if (!each.isEmpty()) {
          scopes.add(scope(name, each));
        }
      }
    }
  }

  private static Scope scope(String name, String text) {
    try {
      return Scope.parse(text);
    } catch (IllegalArgumentException e) {
      throw fault(name, "holds what is not a scope: " + e.getMessage());
    }
  }

  private Instant time(String name) {
    Object value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Number number) || !(Math.abs(number.doubleValue()) < LATEST_SECOND)) {
      throw fault(name, "is not a time in seconds");
    }
    return Instant.ofEpochMilli((long) Math.floor(number.doubleValue() * 1000));
  }

  private boolean once() {
    Object value = claims.get("once");
    if (value != null && !(value instanceof Boolean)) {
      throw fault("once", "is neither true nor false");
    }
    return Boolean.TRUE.equals(value);
  }

  private int maxSessions() {
    Object value = claims.get("max_sessions");
    if (value == null) {
      return 0;
    }
    if (!(value instanceof Long most) || most < 1 || most > Integer.MAX_VALUE) {
      throw fault("max_sessions", "is not a whole number from 1 on");
    }
    return most.intValue();
  }

  private Networks networks() {
    if (!claims.containsKey("networks")) {
      return Networks.ANY;
    }
    List<String> texts = texts("networks");
    if (texts.isEmpty() || texts.size() > MOST_NETWORKS) {
      throw fault("networks", "has not 1 to " + MOST_NETWORKS + " elements");
    }
    try {
      return Networks.parse(texts);
    } catch (IllegalArgumentException e) {
      throw fault("networks", "cannot be read: " + e.getMessage());
    }
  }

  private static ProtocolException fault(String name, String what) {
    return SignedJwt.refusal("claim " + name + " of the token " + what);
  }
}
