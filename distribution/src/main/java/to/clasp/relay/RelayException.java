package to.clasp.relay;

/** The relay cannot start. The message is the one line that the user reads. */
final class RelayException extends Exception {

  private static final long serialVersionUID = 1L;

  RelayException(String message) {
    super(message);
  }

  RelayException(String message, Throwable cause) {
    super(message, cause);
  }
}
