package to.clasp.auth.internal.tokens;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a file of tokens holds; never changes.
 *
 * @param byHash the tokens by their hash, in the order of the file
 * @param other keys of the file beside the tokens, which only others know
 */
public record TokenList(Map<String, StoredToken> byHash, Map<String, Object> other) {
  private static final String TOKENS = "tokens";

  /** No tokens. */
  public static final TokenList EMPTY = new TokenList(Map.of(), Map.of());

  /**
   * Reads the content of a file.
   *
   * @param json the content
   * @return the tokens
   * @throws IOException if it is not of the known form; the message quotes no token
   */
  static TokenList read(byte[] json) throws IOException {
    Map<String, Object> other = JsonText.object(json);
    if (!(other.remove(TOKENS) instanceof Map<?, ?> entries)) {
      throw new IOException("no object named \"tokens\" in it");
    }
    Map<String, StoredToken> tokens = new LinkedHashMap<>();
    int number = 0;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      number++;
      try {
        StoredToken token = StoredToken.read((String) entry.getKey(), entry.getValue());
        tokens.put(token.hash(), token);
      } catch (IllegalArgumentException e) {
        throw new IOException("token number " + number + ": " + e.getMessage(), e);
      }
    }
    return new TokenList(tokens, other);
  }

  byte[] json() {
    Map<String, Object> tokens = new LinkedHashMap<>();
    byHash.values().forEach(token -> tokens.put(token.key(), token.fields()));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put(TOKENS, tokens);
    root.putAll(other);
    return JsonText.bytes(root);
  }

  /**
   * The tokens.
   *
   * @return all, in the order of the file
   */
  public List<StoredToken> all() {
    return new ArrayList<>(byHash.values());
  }

  /**
   * The token of a client.
   *
   * @param token the whole token
   * @return its entry, or null
   */
  public StoredToken find(String token) {
    return byHash.get(TokenText.hash(token));
  }

  /**
   * The same with one more.
   *
   * @param token added, in place of one with the same hash
   * @return a new list
   */
  public TokenList with(StoredToken token) {
    Map<String, StoredToken> tokens = new LinkedHashMap<>(byHash);
    tokens.put(token.hash(), token);
    return new TokenList(tokens, other);
  }

  /**
   * The same without some.
   *
   * @param unwanted which
   * @return a new list
   */
  public TokenList without(Predicate<StoredToken> unwanted) {
    Map<String, StoredToken> tokens = new LinkedHashMap<>(byHash);
    tokens.values().removeIf(unwanted);
    return new TokenList(tokens, other);
  }
}
