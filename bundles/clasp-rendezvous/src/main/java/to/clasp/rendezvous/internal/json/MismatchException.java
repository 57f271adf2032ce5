package to.clasp.rendezvous.internal.json;

import java.io.IOException;

/** JSON, but not of the form that is wanted; the message names the field. */
public final class MismatchException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public MismatchException(String message) {
    super(message);
  }
}
