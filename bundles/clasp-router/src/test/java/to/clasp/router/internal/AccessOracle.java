package to.clasp.router.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What scopes allow, found the slow and simple way: patterns are tried segment by segment and
 * character by character, and whether a pattern meets a scope by trying every address of a few
 * segments.
 */
final class AccessOracle {
  /** What the segments of addresses are made of; long enough for all that patterns here can ask. */
  static final List<String> SEGMENTS = List.of("a", "b", "ab");

  private static final List<String> WITNESSES = witnesses();

  private final List<String> scopes;

  /**
   * @param scopes in the written form, with the actions read and write
   */
  AccessOracle(List<String> scopes) {
    this.scopes = scopes;
  }

  boolean mayRead(String address) {
    return scopes.stream().anyMatch(scope -> matches(pattern(scope), address));
  }

  boolean mayWrite(String address) {
    return scopes.stream()
        .anyMatch(scope -> scope.startsWith("write:") && matches(pattern(scope), address));
  }

  boolean mayReadSomeOf(String pattern) {
    return WITNESSES.stream().anyMatch(address -> matches(pattern, address) && mayRead(address));
  }

  private static String pattern(String scope) {
    return scope.substring(scope.indexOf(':') + 1);
  }

  /** Every address of up to so many segments behind a beginning. */
  static List<String> addresses(String beginning, int segments) {
    List<String> all = new ArrayList<>();
    List<String> longest = List.of(beginning);
    for (int i = 0; i < segments; i++) {
      longest =
          longest.stream()
              .flatMap(head -> SEGMENTS.stream().map(segment -> head + "/" + segment))
              .toList();
      all.addAll(longest);
    }
    return all;
  }

  private static List<String> witnesses() {
    List<String> all = new ArrayList<>(addresses("", 6));
    all.addAll(addresses("/clasp", 3));
    all.addAll(addresses("/clasp/p2p", 3));
    all.addAll(List.of("/clasp/p2p/announce", "/clasp/p2p/signal/x"));
    return all;
  }

  static boolean matches(String pattern, String address) {
    return segmentsMatch(
        List.of(pattern.substring(1).split("/")), List.of(address.substring(1).split("/")));
  }

  private static boolean segmentsMatch(List<String> pattern, List<String> address) {
    if (pattern.isEmpty()) {
      return address.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (!pattern.get(0).equals("**")) {
      return !address.isEmpty()
          && textMatches(pattern.get(0), address.get(0))
          && segmentsMatch(rest, address.subList(1, address.size()));
    }
    for (int taken = rest.isEmpty() ? 1 : 0; taken <= address.size(); taken++) {
      if (segmentsMatch(rest, address.subList(taken, address.size()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean textMatches(String glob, String text) {
    if (glob.isEmpty()) {
      return text.isEmpty();
    }
    if (glob.charAt(0) == '*') {
      return textMatches(glob.substring(1), text)
          || !text.isEmpty() && textMatches(glob, text.substring(1));
    }
    return !text.isEmpty()
        && glob.charAt(0) == text.charAt(0)
        && textMatches(glob.substring(1), text.substring(1));
  }
}
