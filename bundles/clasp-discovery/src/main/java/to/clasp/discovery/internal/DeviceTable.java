package to.clasp.discovery.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import to.clasp.discovery.Device;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;

/**
 * All devices that are known. Accounts of several sources are of one device if they give it the
 * same id or a common endpoint. Safe from any thread; events come in order.
 */
final class DeviceTable {
  static final int MOST_DEVICES = 1024;

  /** Of all sources together. */
  private static final int MOST_ACCOUNTS = 4096;

  private record Key(Source source, String key) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = source.compareTo(other.source);
      return order != 0 ? order : key.compareTo(other.key);
    }
  }

  private static final class Entry {
    private final String id;
    private final long discoveredAt;
    private final Map<Key, Device> accounts = new TreeMap<>();
    private long lastSeen;
    private Device merged;
    private Set<Source> sources = Set.of();

    Entry(String id, long now) {
      this.id = id;
      this.discoveredAt = now;
    }

    boolean isAbout(Device device) {
      return accounts.values().stream()
          .anyMatch(
              each ->
                  each.id().equals(device.id())
                      || !Collections.disjoint(
                          each.endpoints().values(), device.endpoints().values()));
    }

    /** Whether it differs from before. */
    boolean merge() {
      Device best = accounts.values().iterator().next();
      Map<String, URI> endpoints = new LinkedHashMap<>();
      Set<Source> now = EnumSet.noneOf(Source.class);
      accounts.forEach(
          (key, device) -> {
            device.endpoints().forEach(endpoints::putIfAbsent);
            now.add(key.source());
          });
      Device next = new Device(id, best.name(), best.info(), endpoints);
      boolean changed = !next.equals(merged) || !now.equals(sources);
      merged = next;
      sources = now;
      return changed;
    }

    Sighting sighting() {
      return new Sighting(merged, sources, discoveredAt, lastSeen);
    }
  }

  private final String ownId;
  private final LongSupplier nanos;
  private final Consumer<DiscoveryEvent> events;
  private final Map<Key, Entry> byKey = new HashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param ownId id of the device that is not kept: this one
   * @param nanos tells the time
   * @param events gets what happens, while the table is locked
   */
  DeviceTable(String ownId, LongSupplier nanos, Consumer<DiscoveryEvent> events) {
    this.ownId = ownId;
    this.nanos = nanos;
    this.events = events;
  }

  /**
   * A source gives an account of a device.
   *
   * @param key by which the source knows it
   * @return false if there is no room for it
   */
  synchronized boolean put(Source source, String key, Device device) {
    if (device.id().equals(ownId)) {
      return true;
    }
    Key account = new Key(source, key);
    long now = nanos.getAsLong();
    Entry entry = byKey.get(account);
    if (entry == null) {
      entry = entries.values().stream().filter(e -> e.isAbout(device)).findFirst().orElse(null);
      if (byKey.size() >= MOST_ACCOUNTS || entry == null && entries.size() >= MOST_DEVICES) {
        return false;
      }
      entry = entry == null ? new Entry(device.id(), now) : entry;
      byKey.put(account, entry);
    }
    entry.accounts.put(account, device);
    entry.lastSeen = now;
    if (entries.putIfAbsent(entry.id, entry) == null) {
      entry.merge();
      events.accept(new DiscoveryEvent.Found(entry.sighting()));
    } else if (entry.merge()) {
      events.accept(new DiscoveryEvent.Updated(entry.sighting()));
    }
    return true;
  }

  /** A source does not know a device any more; false if it did not before. */
  synchronized boolean remove(Source source, String key) {
    Key account = new Key(source, key);
    Entry entry = byKey.remove(account);
    if (entry == null) {
      return false;
    }
    Sighting before = entry.sighting();
    entry.accounts.remove(account);
    if (entry.accounts.isEmpty()) {
      entries.remove(entry.id);
      events.accept(new DiscoveryEvent.Lost(before));
    } else if (entry.merge()) {
      events.accept(new DiscoveryEvent.Updated(entry.sighting()));
    }
    return true;
  }

  /** A source knows these devices and no other. */
  synchronized void keepOnly(Source source, Set<String> keys) {
    List<Key> gone = new ArrayList<>(new HashSet<>(byKey.keySet()));
    gone.removeIf(key -> key.source() != source || keys.contains(key.key()));
    gone.forEach(key -> remove(source, key.key()));
  }

  synchronized List<Sighting> all() {
    return entries.values().stream().map(Entry::sighting).toList();
  }

  /** By the id that it has, or has in one of the accounts. */
  synchronized Optional<Sighting> get(String id) {
    return Optional.ofNullable(entries.get(id))
        .or(
            () ->
                entries.values().stream()
                    .filter(e -> e.accounts.values().stream().anyMatch(d -> d.id().equals(id)))
                    .findFirst())
        .map(Entry::sighting);
  }
}
