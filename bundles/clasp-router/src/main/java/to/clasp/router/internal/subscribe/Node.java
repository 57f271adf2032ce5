package to.clasp.router.internal.subscribe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import to.clasp.protocol.AddressPattern;

/**
 * A node of the {@link SubscriptionIndex}: everything below one sequence of segments. Parts are
 * made when they are first needed, because most nodes need one or two of them.
 */
final class Node {
  /**
   * Patterns with more segments count as irregular, so that a client cannot have a node made for
   * every second byte that it sends.
   */
  private static final int MAX_DEPTH = 16;

  private record Irregular(AddressPattern pattern, SubscriptionSet subscriptions) {}

  private volatile Map<String, Node> children;
  private volatile Node star;
  private volatile SubscriptionSet here;
  private volatile SubscriptionSet tail;
  private volatile Map<String, Irregular> irregular;

  /** Where the subscriptions of a pattern are kept; called on the root, under the index's lock. */
  SubscriptionSet place(AddressPattern pattern) {
    String text = pattern.text();
    Node node = this;
    int start = 1;
    if (!isRegular(text)) {
      int depth = 0;
      for (int end = text.indexOf('/', start);
          end >= 0 && depth++ < MAX_DEPTH && isLiteral(text, start, end);
          end = text.indexOf('/', start)) {
        node = node.child(text.substring(start, end));
        start = end + 1;
      }
      return node.irregular(pattern);
    }
    while (true) {
      int end = endOfSegment(text, start);
      String segment = text.substring(start, end);
      if (segment.equals("**")) {
        return node.tail();
      }
      node = segment.equals("*") ? node.star() : node.child(segment);
      if (end == text.length()) {
        return node.here();
      }
      start = end + 1;
    }
  }

  /**
   * Whether a test holds for one of the subscriptions that match; those found after it are not
   * tested. Called on the root.
   */
  boolean anyMatch(String address, Predicate<Subscription> test) {
    return anyMatch(address, 1, test);
  }

  /** Irregular patterns come last, because each has to be tried. */
  private boolean anyMatch(String address, int start, Predicate<Subscription> test) {
    return anyRegular(address, start, test) || anyIrregular(address, test);
  }

  private boolean anyRegular(String address, int start, Predicate<Subscription> test) {
    if (start > address.length()) {
      return any(here, test);
    }
    if (any(tail, test)) {
      return true;
    }
    int end = endOfSegment(address, start);
    Map<String, Node> literal = children;
    Node child = literal == null ? null : literal.get(address.substring(start, end));
    if (child != null && child.anyMatch(address, end + 1, test)) {
      return true;
    }
    Node any = star;
    return any != null && any.anyMatch(address, end + 1, test);
  }

  private boolean anyIrregular(String address, Predicate<Subscription> test) {
    Map<String, Irregular> patterns = irregular;
    if (patterns != null) {
      for (Irregular candidate : patterns.values()) {
        if (candidate.pattern().matches(address) && candidate.subscriptions().any(test)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean any(SubscriptionSet set, Predicate<Subscription> test) {
    return set != null && set.any(test);
  }

  /** Drops what is empty on the way of a pattern; called on the root, under the index's lock. */
  void prune(AddressPattern pattern) {
    prune(pattern.text(), 1);
  }

  private void prune(String text, int start) {
    dropEmptySets();
    if (start > text.length()) {
      return;
    }
    int end = endOfSegment(text, start);
    String segment = text.substring(start, end);
    if (segment.equals("*")) {
      pruneStar(text, end + 1);
    } else {
      pruneChild(segment, text, end + 1);
    }
  }

  private void dropEmptySets() {
    if (here != null && here.isEmpty()) {
      here = null;
    }
    if (tail != null && tail.isEmpty()) {
      tail = null;
    }
    if (irregular != null) {
      irregular.values().removeIf(candidate -> candidate.subscriptions().isEmpty());
      if (irregular.isEmpty()) {
        irregular = null;
      }
    }
  }

  private void pruneStar(String text, int start) {
    if (star != null) {
      star.prune(text, start);
      if (star.isEmpty()) {
        star = null;
      }
    }
  }

  private void pruneChild(String segment, String text, int start) {
    Node child = children == null ? null : children.get(segment);
    if (child != null) {
      child.prune(text, start);
      if (child.isEmpty()) {
        children.remove(segment);
        if (children.isEmpty()) {
          children = null;
        }
      }
    }
  }

  int depth() {
    int deepest = star == null ? 0 : 1 + star.depth();
    if (children != null) {
      for (Node child : children.values()) {
        deepest = Math.max(deepest, 1 + child.depth());
      }
    }
    return deepest;
  }

  boolean isEmpty() {
    return children == null && star == null && here == null && tail == null && irregular == null;
  }

  private Node child(String segment) {
    if (children == null) {
      children = new ConcurrentHashMap<>(2);
    }
    Node child = children.get(segment);
    if (child == null) {
      child = new Node();
      children.put(segment, child);
    }
    return child;
  }

  private Node star() {
    if (star == null) {
      star = new Node();
    }
    return star;
  }

  private SubscriptionSet here() {
    if (here == null) {
      here = new SubscriptionSet();
    }
    return here;
  }

  private SubscriptionSet tail() {
    if (tail == null) {
      tail = new SubscriptionSet();
    }
    return tail;
  }

  private SubscriptionSet irregular(AddressPattern pattern) {
    if (irregular == null) {
      irregular = new ConcurrentHashMap<>(2);
    }
    return irregular
        .computeIfAbsent(pattern.text(), key -> new Irregular(pattern, new SubscriptionSet()))
        .subscriptions();
  }

  /** Whether every segment is literal or a whole wildcard that needs no search. */
  private static boolean isRegular(String text) {
    int depth = 0;
    for (int start = 1, end; start <= text.length(); start = end + 1) {
      end = endOfSegment(text, start);
      boolean wildcard =
          text.startsWith("*", start) && end == start + 1
              || text.startsWith("**", start) && end == start + 2 && end == text.length();
      if (++depth > MAX_DEPTH || !wildcard && !isLiteral(text, start, end)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLiteral(String text, int start, int end) {
    int wildcard = text.indexOf('*', start);
    return wildcard < 0 || wildcard >= end;
  }

  private static int endOfSegment(String text, int start) {
    int end = text.indexOf('/', start);
    return end < 0 ? text.length() : end;
  }
}
