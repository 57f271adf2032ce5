package to.clasp.protocol;

/** stub, to be written. */
public final class AddressPattern {
  private AddressPattern() {}

  public static AddressPattern parse(String text) {
    throw new UnsupportedOperationException();
  }

  public String text() {
    throw new UnsupportedOperationException();
  }

  public boolean matches(String address) {
    throw new UnsupportedOperationException();
  }
}
