package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * GET (0x22): asks for one param.
 *
 * @param address its exact address, no pattern
 */
public record Get(String address) implements Message {
  /** Checks for null. */
  public Get {
    requireNonNull(address, "address");
  }
}
