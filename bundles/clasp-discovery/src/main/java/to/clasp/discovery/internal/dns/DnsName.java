package to.clasp.discovery.internal.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A domain name. Names that differ only in the case of letters are equal. */
public final class DnsName {
  /** The most bytes of a label. */
  public static final int LONGEST_LABEL = 63;

  private final List<String> labels;
  private final List<String> key;

  /**
   * A name.
   *
   * @param labels from the first to the top level, each 1 to 63 bytes of UTF-8, and any text
   */
  public DnsName(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.key = labels.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * A name.
   *
   * @param labels from the first to the top level
   * @return the name
   */
  public static DnsName of(String... labels) {
    return new DnsName(Arrays.asList(labels));
  }

  /**
   * The name below this one.
   *
   * @param label its first label
   * @return the longer name
   */
  public DnsName child(String label) {
    List<String> all = new ArrayList<>();
    all.add(label);
    all.addAll(labels);
    return new DnsName(all);
  }

  /**
   * Whether this is a {@link #child} of another name.
   *
   * @param parent the other name
   * @return true if it has exactly one label more
   */
  public boolean isChildOf(DnsName parent) {
    return key.size() == parent.key.size() + 1 && key.subList(1, key.size()).equals(parent.key);
  }

  /**
   * The first label.
   *
   * @return any text; empty for the root
   */
  public String first() {
    return labels.isEmpty() ? "" : labels.get(0);
  }

  /**
   * Cuts a text so that it fits into a label, between characters.
   *
   * @param text any text
   * @param most how many bytes may be left
   * @return its beginning
   */
  public static String cut(String text, int most) {
    int end = text.length();
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > most) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }

  /**
   * Its parts.
   *
   * @return from the first to the top level
   */
  public List<String> labels() {
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DnsName name && name.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Dots inside labels stay as they are, as the reference does it. */
  @Override
  public String toString() {
    return labels.stream().map(label -> label + ".").collect(Collectors.joining());
  }
}
