package to.clasp.mqtt.internal.topic;

import java.util.ArrayList;
import java.util.List;
import to.clasp.protocol.AddressPattern;

/**
 * A filter of SUBSCRIBE.
 *
 * @param text as the client gave it
 * @param group name of the group of a shared subscription, or null
 * @param levels the levels of the filter behind the group
 */
public record TopicFilter(String text, String group, List<String> levels) {
  private static final String SHARED = "$share/";

  /**
   * Reads a filter.
   *
   * @param text its text
   * @throws IllegalArgumentException if it is no filter; says why
   */
  public static TopicFilter parse(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a filter is empty or contains the character 0");
    }
    String group = null;
    String filter = text;
    if (text.startsWith(SHARED)) {
      int end = text.indexOf('/', SHARED.length());
      group = end < 0 ? "" : text.substring(SHARED.length(), end);
      filter = end < 0 ? "" : text.substring(end + 1);
      if (group.isEmpty() || filter.isEmpty() || group.contains("+") || group.contains("#")) {
        throw new IllegalArgumentException("a shared filter is $share/group/filter");
      }
    }
    List<String> levels = List.of(filter.split("/", -1));
    checkWildcards(levels);
    return new TopicFilter(text, group, levels);
  }

  private static void checkWildcards(List<String> levels) {
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      boolean wild = level.contains("+") || level.contains("#");
      if (wild && level.length() > 1) {
        throw new IllegalArgumentException("a wildcard of a filter stands for a whole level");
      }
      if (level.equals("#") && i < levels.size() - 1) {
        throw new IllegalArgumentException("# stands only at the end of a filter");
      }
    }
  }

  /** Whether it is a shared subscription. */
  public boolean isShared() {
    return group != null;
  }

  /** Whether it asks for the topics of the server about itself. */
  public boolean isSystem() {
    return levels.get(0).equals("$SYS");
  }

  private boolean isDeep() {
    return levels.get(levels.size() - 1).equals("#");
  }

  private boolean startsWild() {
    return levels.get(0).equals("#") || levels.get(0).equals("+");
  }

  /**
   * The patterns of the addresses that it stands for.
   *
   * @return one or two, because {@code a/#} stands for {@code a} too
   * @throws to.clasp.protocol.ProtocolException if it is too long
   */
  public List<AddressPattern> patterns(Namespace namespace) {
    StringBuilder path = new StringBuilder(namespace.prefix());
    List<String> above = isDeep() ? levels.subList(0, levels.size() - 1) : levels;
    for (String level : above) {
      path.append('/').append(level.equals("+") ? "*" : Namespace.escapedLevel(level));
    }
    List<AddressPattern> patterns = new ArrayList<>(2);
    if (!above.isEmpty()) {
      patterns.add(AddressPattern.parse(path.toString()));
    }
    if (isDeep()) {
      patterns.add(AddressPattern.parse(path + "/**"));
    }
    return patterns;
  }

  /** Whether what begins with a dollar sign is not meant, because the filter does not so. */
  public boolean mayMatch(Topic topic) {
    return !topic.isReserved() || levels.get(0).startsWith("$");
  }

  /** Whether a topic matches. */
  public boolean matches(String topic) {
    if (startsWild() && topic.startsWith("$")) {
      return false;
    }
    int from = 0;
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals("#")) {
        return true;
      }
      if (from > topic.length()) {
        return false;
      }
      int slash = topic.indexOf('/', from);
      int end = slash < 0 ? topic.length() : slash;
      boolean same = level.length() == end - from && topic.startsWith(level, from);
      if (!same && !level.equals("+")) {
        return false;
      }
      from = end + 1;
    }
    return from > topic.length();
  }
}
