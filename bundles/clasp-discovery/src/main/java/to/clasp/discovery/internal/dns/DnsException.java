package to.clasp.discovery.internal.dns;

/** Bytes that are no DNS message. Without a stack trace: anybody on the network can cause it. */
public final class DnsException extends Exception {
  private static final long serialVersionUID = 1;

  DnsException(String text) {
    super(text, null, false, false);
  }
}
