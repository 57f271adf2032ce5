package to.clasp.auth.internal.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import to.clasp.auth.Scope;

/**
 * What certificates of a kind allow.
 *
 * @param text as it was written
 * @param certificates which ones
 * @param scopes what they allow
 */
record CertMapping(String text, Predicate<ShownCertificate> certificates, List<Scope> scopes) {
  private static final String ARROW = "->";

  /**
   * Reads mappings.
   *
   * @throws IllegalArgumentException if one is wrong, or there is none
   */
  static List<CertMapping> parse(String[] values) {
    List<CertMapping> mappings = new ArrayList<>();
    for (String value : values) {
      for (String each : value.split(";")) {
        if (!each.isBlank()) {
          mappings.add(parse(each.trim()));
        }
      }
    }
    if (mappings.isEmpty()) {
      throw new IllegalArgumentException("mappings is empty, so no certificate allows anything");
    }
    return List.copyOf(mappings);
  }

  private static CertMapping parse(String text) {
    int arrow = text.indexOf(ARROW);
    if (arrow < 0) {
      throw new IllegalArgumentException("mappings: '" + text + "' has no '->'");
    }
    try {
      List<Scope> scopes = new ArrayList<>();
      for (String scope : text.substring(arrow + ARROW.length()).split(",")) {
        scopes.add(Scope.parse(scope.trim()));
      }
      return new CertMapping(text, selector(text.substring(0, arrow).trim()), scopes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("mappings: '" + text + "': " + e.getMessage(), e);
    }
  }

  private static Predicate<ShownCertificate> selector(String text) {
    if (text.equals("any")) {
      return certificate -> true;
    }
    int colon = text.indexOf(':');
    String value = text.substring(colon + 1).trim();
    return switch (colon < 0 || value.isEmpty() ? "" : text.substring(0, colon)) {
      case "subject" -> {
        X500Principal subject = new X500Principal(value);
        yield certificate -> certificate.subject().equals(subject);
      }
      case "san" -> {
        String name = value.toLowerCase(Locale.ROOT);
        yield certificate -> certificate.names().contains(name);
      }
      case "sha256" -> {
        String print = fingerprint(value);
        yield certificate -> certificate.fingerprint().equals(print);
      }
      default ->
          throw new IllegalArgumentException(
              "a certificate is subject:DN, san:NAME, sha256:FINGERPRINT or any");
    };
  }

  private static String fingerprint(String value) {
    String print = value.replace(":", "").toLowerCase(Locale.ROOT);
    if (!print.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits");
    }
    return print;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertMapping that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
