package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.protocol.AddressPattern;

/** What a client has subscribed to, and where it wants that. Used on its event loop. */
final class Subscriptions {
  private static final int MOST = 256;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private InetSocketAddress common;
  private boolean several;
  private boolean selective;
  private long lastId;

  /**
   * A subscription.
   *
   * @param id its id in the session
   * @param pattern what it asks for
   * @param to where to, or null for where the client listens
   * @param only the addresses of these alone, or null for all
   */
  record Entry(long id, AddressPattern pattern, InetSocketAddress to, Listened only) {

    private boolean matches(String address) {
      return only == null ? pattern.matches(address) : only.contains(address);
    }
  }

  boolean isFull() {
    return entries.size() >= MOST;
  }

  long nextId() {
    return ++lastId;
  }

  boolean contains(String key) {
    return entries.containsKey(key);
  }

  /** Adds one; returns the one that it replaces, or null. */
  Entry put(String key, Entry entry) {
    Entry replaced = entries.put(key, entry);
    update();
    return replaced;
  }

  /** Removes one; null if there is none. */
  Entry remove(String key) {
    Entry removed = entries.remove(key);
    update();
    return removed;
  }

  /** Whether one is there, and was not replaced. */
  boolean contains(String key, Entry entry) {
    return entry.equals(entries.get(key));
  }

  /** Removes one unless it was replaced meanwhile. */
  void remove(String key, Entry entry) {
    entries.remove(key, entry);
    update();
  }

  /** Where one goes that is there; null for where the client listens. */
  InetSocketAddress place(String key) {
    return entries.get(key).to;
  }

  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  private void update() {
    Set<InetSocketAddress> places = new HashSet<>();
    entries.values().forEach(entry -> places.add(entry.to));
    several = places.size() > 1;
    selective = entries.values().stream().anyMatch(entry -> entry.only != null);
    common = places.size() == 1 ? places.iterator().next() : null;
  }

  /**
   * Sends a message to wherever it was subscribed for.
   *
   * @param address of the param or signal
   * @param check whether the router sends more than what was subscribed to
   * @param source where it comes from and that is not told it, or null
   */
  void send(
      String address, OscWriter message, Outlet outlet, boolean check, Sources.Source source) {
    if (entries.size() > 0 && !several && !selective && !check) {
      send(message, common, outlet, source);
      return;
    }
    List<InetSocketAddress> served = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.matches(address)
          && served.stream().noneMatch(place -> Objects.equals(place, entry.to))) {
        served.add(entry.to);
        send(message, entry.to, outlet, source);
      }
    }
  }

  private static void send(
      OscWriter message, InetSocketAddress to, Outlet outlet, Sources.Source source) {
    if (source == null || !outlet.leadsBack(message, to, source)) {
      outlet.send(message, to);
    }
  }
}
