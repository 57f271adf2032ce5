package to.clasp.auth.internal.pairing;

/** Asks for codes, for tests of other packages. */
public final class Offers {
  private Offers() {}

  public static String adminToken(Pairing pairing) {
    return pairing.adminToken();
  }

  public static String ask(Pairing pairing, String request) {
    return pairing.ask(pairing.adminToken() + request).orElseThrow();
  }
}
