package to.clasp.auth.internal.tokens;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.use.Networks;
import to.clasp.auth.internal.use.Settings;

/**
 * One token of the file. What it is made of stays as it was read, so that writing it again loses no
 * key that only others know.
 */
public final class StoredToken {
  private static final String HASHED = "sha256:";
  private static final String HASH_FORM = "[0-9a-f]{64}";

  /** The end of the year 9999: later times are mistakes, such as milliseconds. */
  private static final long LATEST = 253_402_300_799L;

  /** Key of the metadata: most sessions at a time with the token, in digits. */
  public static final String MAX_SESSIONS = "max_sessions";

  /** Key of the metadata: from where the token may be used, networks separated by commas. */
  public static final String NETWORKS = "networks";

  private final String key;
  private final Map<String, Object> fields;
  private final List<Scope> scopes;
  private final Networks networks;

  private StoredToken(String key, Map<String, Object> fields) {
    this.key = key;
    this.fields = fields;
    this.scopes = scopesOf(fields);
    this.networks = Networks.parse(Settings.list(limit(NETWORKS, "")));
    check();
  }

  /**
   * What a new token may do.
   *
   * @param scopes in their written form, each valid
   * @param subject who it is for, or null
   * @param expiry its last second, or null for never
   * @param metadata further facts, such as limits; may be empty
   */
  public record Terms(
      List<String> scopes, String subject, Instant expiry, Map<String, Object> metadata) {
    /** Checks for null and copies. */
    public Terms {
      scopes = List.copyOf(scopes);
      requireNonNull(metadata, "metadata");
    }
  }

  /**
   * Reads an entry of the file.
   *
   * @param key the token itself, or {@code sha256:} and its hash
   * @param value the object that belongs to it
   * @return the token
   * @throws IllegalArgumentException if it is not of the known form; the message quotes no token
   */
  static StoredToken read(String key, Object value) {
    if (!(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException("an entry is not an object");
    }
    if (key.startsWith(HASHED) && !key.substring(HASHED.length()).matches(HASH_FORM)) {
      throw new IllegalArgumentException("sha256: is not followed by 64 digits of hexadecimal");
    }
    @SuppressWarnings("unchecked") // objects that were read have texts as keys
    Map<String, Object> fields = (Map<String, Object>) value;
    return new StoredToken(key, fields);
  }

  /**
   * Makes an entry for a token.
   *
   * @param token the token
   * @param terms what it may do
   * @param now when it was made
   * @param plain whether it is kept as it is, as the reference does, or only its hash
   * @return the entry
   */
  public static StoredToken of(String token, Terms terms, Instant now, boolean plain) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (plain) {
      fields.put("token", token);
    } else {
      fields.put("hint", TokenText.hint(token));
    }
    if (terms.subject() != null && !terms.subject().isEmpty()) {
      fields.put("subject", terms.subject());
    }
    fields.put("scopes", terms.scopes());
    if (terms.expiry() != null) {
      fields.put("expires_at", terms.expiry().getEpochSecond());
    }
    fields.put("created_at", now.getEpochSecond());
    if (!terms.metadata().isEmpty()) {
      fields.put("metadata", terms.metadata());
    }
    return new StoredToken(plain ? token : HASHED + TokenText.hash(token), fields);
  }

  private void check() {
    text("subject");
    text("hint");
    seconds("expires_at");
    seconds("created_at");
    maxSessions();
  }

  private static List<Scope> scopesOf(Map<String, Object> fields) {
    if (!(fields.get("scopes") instanceof List<?> texts)) {
      throw new IllegalArgumentException("scopes is not a list");
    }
    List<Scope> scopes = new ArrayList<>();
    for (Object text : texts) {
      if (!(text instanceof String scope)) {
        throw new IllegalArgumentException("a scope is not a text");
      }
      scopes.add(Scope.parse(scope.trim()));
    }
    return List.copyOf(scopes);
  }

  private String text(String name) {
    Object value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(name + " is not a text");
    }
    return (String) value;
  }

  private Instant seconds(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    long seconds = whole ? ((Number) value).longValue() : -1;
    if (seconds < 0 || seconds > LATEST) {
      throw new IllegalArgumentException(name + " is not a number of seconds from 0 to " + LATEST);
    }
    return Instant.ofEpochSecond(seconds);
  }

  /**
   * Its key in the file.
   *
   * @return the token itself, or {@code sha256:} and its hash
   */
  String key() {
    return key;
  }

  /**
   * The hash of the token, by which it is looked up.
   *
   * @return SHA-256 in lower-case hexadecimal
   */
  public String hash() {
    return key.startsWith(HASHED) ? key.substring(HASHED.length()) : TokenText.hash(key);
  }

  /**
   * Whether the file holds the token itself.
   *
   * @return false if it holds only the hash
   */
  public boolean isPlain() {
    return !key.startsWith(HASHED);
  }

  /**
   * The token as people may see it.
   *
   * @return its beginning, and its end if it is known
   */
  public String masked() {
    if (isPlain()) {
      return key.length() <= 20
          ? key
          : TokenText.hint(key) + "..." + key.substring(key.length() - 4);
    }
    String hint = text("hint");
    return (hint == null ? key.substring(0, HASHED.length() + 8) : hint) + "...";
  }

  /**
   * Whether this is the token that somebody speaks of.
   *
   * @param name a whole token, or the beginning of it, or of its key in the file
   * @return true if it is, as far as the file tells
   */
  public boolean isNamed(String name) {
    String hint = text("hint");
    return key.startsWith(name)
        || hash().equals(TokenText.hash(name))
        || (hint != null && hint.startsWith(name));
  }

  /**
   * Who the token is for.
   *
   * @return the subject; empty if there is none
   */
  public String subject() {
    String subject = text("subject");
    return subject == null ? "" : subject;
  }

  /**
   * What the token may do.
   *
   * @return the scopes
   */
  public List<Scope> scopes() {
    return scopes;
  }

  /**
   * The scopes as they are written.
   *
   * @return the texts, separated by commas
   */
  public String scopeText() {
    return String.join(
        ",", ((List<?>) fields.get("scopes")).stream().map(String::valueOf).toList());
  }

  /**
   * Its last second.
   *
   * @return the time, or null for never
   */
  public Instant expiry() {
    return seconds("expires_at");
  }

  /**
   * When it was made.
   *
   * @return the time, or null if the file does not say
   */
  public Instant created() {
    return seconds("created_at");
  }

  /**
   * Further facts.
   *
   * @return the metadata; empty if there is none
   */
  public Map<?, ?> metadata() {
    Object value = fields.get("metadata");
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw new IllegalArgumentException("metadata is not an object");
    }
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  private String limit(String name, String otherwise) {
    Object value = metadata().get(name);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(name + " in metadata is not a text");
    }
    return value == null ? otherwise : (String) value;
  }

  /**
   * How many sessions it may have at a time.
   *
   * @return the number; 0 for any
   */
  public int maxSessions() {
    String digits = limit(MAX_SESSIONS, "0");
    if (!digits.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(MAX_SESSIONS + " in metadata is not a number in digits");
    }
    return Integer.parseInt(digits);
  }

  /**
   * From where it may be used.
   *
   * @return the networks
   */
  public Networks networks() {
    return networks;
  }

  /**
   * Whether it is over.
   *
   * @param now the time
   * @return true if its last second lies before
   */
  public boolean isExpired(Instant now) {
    Instant expiry = expiry();
    return expiry != null && now.getEpochSecond() > expiry.getEpochSecond();
  }

  /** What stands behind the key in the file. */
  Map<String, Object> fields() {
    return fields;
  }
}
