package to.clasp.osc.internal.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import to.clasp.osc.internal.codec.OscException;

/**
 * An address pattern of OSC: {@code ?}, {@code *}, {@code [a-z]}, {@code [!a]} and <code>{a,b}
 * </code> inside a part, {@code //} for any number of parts (OSC 1.1). The time that a match needs
 * grows with the product of both lengths, never faster.
 */
public final class OscPattern {
  private static final String SPECIAL = "?*[]{}";
  private static final String ANY_PARTS = "";
  private static final int LONGEST = 256;

  private final List<String> parts;

  private OscPattern(List<String> parts) {
    this.parts = parts;
  }

  /**
   * Whether an address of a message is a pattern.
   *
   * @param address any text
   * @return true if it can match more than itself
   */
  public static boolean isPattern(String address) {
    for (int i = 0; i < address.length(); i++) {
      if (SPECIAL.indexOf(address.charAt(i)) >= 0) {
        return true;
      }
    }
    return address.contains("//");
  }

  /**
   * Reads a pattern.
   *
   * @param text begins with a slash
   * @return the pattern
   * @throws OscException if it has more than 256 characters, a bracket or brace has no end, or
   *     nothing follows the last slash
   */
  public static OscPattern parse(String text) {
    if (text.length() > LONGEST) {
      throw new OscException("a pattern has more than " + LONGEST + " characters");
    }
    if (text.endsWith("/")) {
      throw new OscException("a pattern ends with '/'");
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      boolean repeated = part.isEmpty() && !parts.isEmpty() && last(parts).isEmpty();
      if (!repeated) {
        PartPattern.check(part);
        parts.add(part);
      }
    }
    return new OscPattern(List.copyOf(parts));
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1);
  }

  /**
   * A pattern of CLASP that matches at least as much.
   *
   * @return its text, which begins with a slash
   */
  public String wider() {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append('/');
      if (part.equals(ANY_PARTS)) {
        text.append("**");
      } else {
        text.append(part.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0) ? "*" : part);
      }
    }
    return text.toString();
  }

  /**
   * Whether an address matches.
   *
   * @param address begins with a slash
   * @param effort what may still be spent
   * @return true if it does
   * @throws OscException if that takes more than may be spent
   */
  public boolean matches(String address, Effort effort) {
    effort.spend(address.length());
    String[] names = address.substring(1).split("/", -1);
    BitSet reached = new BitSet();
    reached.set(0);
    for (String part : parts) {
      reached =
          part.equals(ANY_PARTS)
              ? onwards(reached, names.length)
              : step(part, reached, names, effort);
      if (reached.isEmpty()) {
        return false;
      }
    }
    return reached.get(names.length);
  }

  private static BitSet onwards(BitSet from, int to) {
    BitSet all = new BitSet();
    all.set(from.nextSetBit(0), to + 1);
    return all;
  }

  private static BitSet step(String part, BitSet from, String[] names, Effort effort) {
    BitSet next = new BitSet();
    for (int i = from.nextSetBit(0); i >= 0 && i < names.length; i = from.nextSetBit(i + 1)) {
      if (PartPattern.matches(part, names[i], effort)) {
        next.set(i + 1);
      }
    }
    return next;
  }

  @Override
  public String toString() {
    return Arrays.toString(parts.toArray());
  }
}
