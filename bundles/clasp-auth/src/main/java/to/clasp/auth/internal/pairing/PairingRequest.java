package to.clasp.auth.internal.pairing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.tokens.JsonText;

/**
 * What a device that pairs shall be given. It is asked for in the token of a HELLO, behind the
 * admin token: no address that other sessions could read or write has to carry it.
 *
 * @param scopes what it may do, each valid
 * @param subject what it is, or null for the name that it gives itself
 * @param lifetime how long its token is good, or null for as long as the relay gives tokens
 */
public record PairingRequest(List<String> scopes, String subject, Duration lifetime) {
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not valid
   */
  public PairingRequest {
    scopes = List.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("no scopes");
    }
    scopes.forEach(Scope::parse);
    if (lifetime != null && (lifetime.toSeconds() < 1 || lifetime.toSeconds() > LONGEST_SECONDS)) {
      throw new IllegalArgumentException("expires_in is not from 1 to " + LONGEST_SECONDS);
    }
  }

  /**
   * As the tool sends it.
   *
   * @return text for {@link #parse}
   */
  public String text() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scopes", scopes);
    if (subject != null) {
      fields.put("subject", subject);
    }
    if (lifetime != null) {
      fields.put("expires_in", lifetime.toSeconds());
    }
    return new String(JsonText.bytes(fields), UTF_8);
  }

  /**
   * Reads what the tool has sent.
   *
   * @param text JSON
   * @return the request
   * @throws IllegalArgumentException if it is not one; the message says why
   */
  static PairingRequest parse(String text) {
    try {
      Map<String, Object> fields = JsonText.object(text.getBytes(UTF_8));
      Object scopes = fields.get("scopes");
      Object subject = fields.get("subject");
      Object seconds = fields.get("expires_in");
      boolean known =
          scopes instanceof List<?> list
              && list.stream().allMatch(String.class::isInstance)
              && (subject == null || subject instanceof String)
              && (seconds == null || seconds instanceof Integer || seconds instanceof Long);
      if (!known) {
        throw new IllegalArgumentException("not a request to pair");
      }
      return new PairingRequest(
          ((List<?>) scopes).stream().map(String.class::cast).toList(),
          (String) subject,
          seconds == null ? null : Duration.ofSeconds(((Number) seconds).longValue()));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
