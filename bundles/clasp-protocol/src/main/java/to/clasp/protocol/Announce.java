package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * ANNOUNCE (0x03): a client describes the signals it offers.
 *
 * @param namespace the common prefix of the signals, for people and for the ACK
 * @param signals the described signals
 */
public record Announce(String namespace, List<Signal> signals) implements Message {
  /** Checks for null and copies the list. */
  public Announce {
    requireNonNull(namespace, "namespace");
    signals = List.copyOf(signals);
  }
}
