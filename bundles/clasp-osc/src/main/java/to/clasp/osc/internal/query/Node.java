package to.clasp.osc.internal.query;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import to.clasp.osc.internal.value.JsonText;
import to.clasp.osc.internal.value.NumberTypes;
import to.clasp.osc.internal.value.TypeTags;
import to.clasp.protocol.Value;

/** An address, its value if it has one, and what is below it. Used by one thread. */
final class Node {
  static final Set<String> ATTRIBUTES = Set.of("FULL_PATH", "CONTENTS", "TYPE", "VALUE", "ACCESS");

  /** Of characters. */
  private static final int LONGEST = 4 << 20;

  private static final int NOTHING = 0;
  private static final int READ = 1;
  private static final int READ_WRITE = 3;

  private final String address;
  private final NumberTypes types;
  private final Map<String, Node> below = new TreeMap<>();
  private Value value;
  private boolean writable;

  private Node(String address, NumberTypes types) {
    this.address = address;
    this.types = types;
  }

  static Node root(NumberTypes types) {
    return new Node("", types);
  }

  void add(String osc, Value held, boolean mayWrite) {
    Node node = this;
    for (String name : osc.substring(1).split("/")) {
      String full = node.address + "/" + name;
      node = node.below.computeIfAbsent(name, key -> new Node(full, types));
    }
    node.value = held;
    node.writable = mayWrite;
  }

  /** The node of an address, or null; the root for an empty one. */
  Node find(String osc) {
    Node node = this;
    if (osc.length() > 1) {
      for (String name : osc.substring(1).split("/")) {
        node = node == null ? null : node.below.get(name);
      }
    }
    return node;
  }

  /**
   * The node and all below it.
   *
   * @throws TooMuch if that is more than 4 MiB
   */
  String describe() {
    StringBuilder text = new StringBuilder();
    append(text);
    return text.toString();
  }

  /** One attribute as an object of its own, or null if the node has none. */
  String attribute(String name) {
    StringBuilder text = new StringBuilder("{\"").append(name).append("\":");
    int before = text.length();
    append(name, text);
    return text.length() == before ? null : text.append('}').toString();
  }

  private void append(StringBuilder text) {
    if (text.length() > LONGEST) {
      throw new TooMuch("more than " + (LONGEST >> 20) + " MiB");
    }
    text.append('{');
    String separator = "";
    for (String name : new String[] {"FULL_PATH", "ACCESS", "TYPE", "VALUE", "CONTENTS"}) {
      int start = text.length();
      text.append(separator).append('"').append(name).append("\":");
      int before = text.length();
      append(name, text);
      if (text.length() == before) {
        text.setLength(start);
      } else {
        separator = ",";
      }
    }
    text.append('}');
  }

  private void append(String name, StringBuilder text) {
    switch (name) {
      case "FULL_PATH" -> JsonText.append(address.isEmpty() ? "/" : address, text);
      case "ACCESS" -> text.append(access());
      case "TYPE" -> {
        if (value != null) {
          JsonText.append(TypeTags.of(value, types), text);
        }
      }
      case "VALUE" -> appendValue(text);
      default -> appendBelow(text);
    }
  }

  private int access() {
    if (value == null) {
      return NOTHING;
    }
    return writable ? READ_WRITE : READ;
  }

  /** One element for each argument of a message. */
  private void appendValue(StringBuilder text) {
    if (value instanceof Value.Array) {
      JsonText.append(value, text);
    } else if (value != null) {
      text.append('[');
      JsonText.append(value, text);
      text.append(']');
    }
  }

  private void appendBelow(StringBuilder text) {
    if (below.isEmpty() && value != null) {
      return;
    }
    text.append('{');
    String separator = "";
    for (Map.Entry<String, Node> each : below.entrySet()) {
      text.append(separator);
      JsonText.append(each.getKey(), text);
      text.append(':');
      each.getValue().append(text);
      separator = ",";
    }
    text.append('}');
  }
}
