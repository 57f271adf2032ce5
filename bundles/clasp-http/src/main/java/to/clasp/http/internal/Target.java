package to.clasp.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks for: a decoded path that means one thing only, and the query as sent. */
record Target(String path, String query) {
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#]+((?:[/?].*)?)");

  static Target of(String uri) throws Refusal {
    String local = withoutAuthority(uri);
    int question = local.indexOf('?');
    String path = decoded(question < 0 ? local : local.substring(0, question));
    check(path);
    return new Target(path, question < 0 ? "" : local.substring(question + 1));
  }

  /** Proxies may send the absolute form (RFC 9112, 3.2.2), whose query may hold slashes. */
  private static String withoutAuthority(String uri) throws Refusal {
    if (uri.startsWith("/")) {
      return uri;
    }
    Matcher absolute = ABSOLUTE.matcher(uri);
    if (!absolute.matches()) {
      throw malformed();
    }
    String local = absolute.group(1);
    return local.startsWith("/") ? local : "/" + local;
  }

  private static String decoded(String path) throws Refusal {
    ByteBuffer bytes = ByteBuffer.allocate(path.length());
    for (int i = 0; i < path.length(); i++) {
      char next = path.charAt(i);
      if (next > 0x7E) {
        throw malformed();
      }
      bytes.put(next == '%' ? octet(path, i) : (byte) next);
      i += next == '%' ? 2 : 0;
    }
    try {
      return UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  /** An encoded slash is refused, because some would take it for one and some would not. */
  private static byte octet(String path, int percent) throws Refusal {
    int high = digit(path, percent + 1);
    int low = digit(path, percent + 2);
    int value = high * 16 + low;
    if (high < 0 || low < 0 || value == '/' || value == '\\') {
      throw malformed();
    }
    return (byte) value;
  }

  private static int digit(String path, int index) {
    return index < path.length() ? Character.digit(path.charAt(index), 16) : -1;
  }

  private static void check(String path) throws Refusal {
    if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
      throw malformed();
    }
    for (String segment : path.split("/")) {
      if (segment.equals(".") || segment.equals("..")) {
        throw malformed();
      }
    }
  }

  private static Refusal malformed() {
    return new Refusal(400, "the path of the request is malformed");
  }
}
