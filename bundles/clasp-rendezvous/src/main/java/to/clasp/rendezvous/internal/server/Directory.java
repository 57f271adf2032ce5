package to.clasp.rendezvous.internal.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.rendezvous.Registration;

/** The devices that are registered, within all bounds. Safe from any thread. */
final class Directory {
  private static final Logger LOG = LoggerFactory.getLogger(Rendezvous.class);

  /** Bytes of one answer; what does not fit is in the next one. */
  private static final int MOST_ANSWER = 2 * 1024 * 1024;

  private final Time time;
  private final Map<String, Entry> byId = new HashMap<>();
  private final Map<String, List<Entry>> byKey = new HashMap<>();
  private final Index index = new Index();
  private final Crowd crowd = new Crowd();
  private final ChangeRate changes = new ChangeRate();
  private Settings settings;
  private Store store = Store.NONE;
  private long places;
  private long bytes;

  /**
   * What the owner is told.
   *
   * @param timestamp in µs since 1970
   */
  record Registered(String id, String secret, long timestamp, long ttlSeconds) {}

  /**
   * Some devices.
   *
   * @param next how many to leave out for those behind them; 0 if there are none
   */
  record Page(List<Entry> entries, int next) {}

  Directory(Settings settings, Time time) {
    this.settings = settings;
    this.time = time;
  }

  synchronized void configure(Settings changed) {
    settings = changed;
    makeRoom();
  }

  /** Keeps the devices there from now on; those that are there are taken over. */
  synchronized void use(Store other) {
    store.close();
    store = other;
    List<Entry> entries = new ArrayList<>(byId.values());
    entries.forEach(this::take);
    entries.forEach(entry -> other.put(stored(entry)));
    Set<String> known = entries.stream().map(entry -> entry.id.id()).collect(Collectors.toSet());
    List<Store.Stored> devices = other.load();
    devices.removeIf(device -> known.contains(device.id().id()));
    devices.forEach(device -> restore(device).ifPresent(entries::add));
    entries.sort(
        Comparator.comparingLong((Entry entry) -> entry.seenNanos)
            .thenComparing(entry -> entry.lastSeen));
    entries.forEach(this::insert);
    sweep();
    makeRoom();
    if (!devices.isEmpty()) {
      LOG.info("{} devices, some of {} in the store", index.size(), devices.size());
    }
  }

  private Optional<Entry> restore(Store.Stored device) {
    try {
      byte[] whole = DeviceText.complete(device.head());
      Registration read = RegistrationReader.read(whole, settings.urlSchemes()).registration();
      Entry entry =
          new Entry(
              device.id(),
              device.source(),
              read.publicKey(),
              read.tags(),
              read.features(),
              device.head());
      long age = Math.max(0, time.micros().getAsLong() - device.lastSeen());
      entry.lastSeen = device.lastSeen();
      entry.seenNanos = time.nanos().getAsLong() - TimeUnit.MICROSECONDS.toNanos(age);
      return Optional.of(entry);
    } catch (Refused notAllowedAnyMore) {
      store.remove(device.id().id());
      return Optional.empty();
    }
  }

  private static Store.Stored stored(Entry entry) {
    return new Store.Stored(entry.id, entry.source, entry.head, entry.lastSeen);
  }

  /**
   * Counts a request that wants to change something.
   *
   * @throws Refused if there were too many from that source
   */
  synchronized void admit(String source) throws Refused {
    long wait =
        changes.takeOf(source, settings.bounds().changesPerMinute(), time.nanos().getAsLong());
    if (wait > 0) {
      throw new Refused(429, "too many requests from your network address", wait);
    }
  }

  /**
   * Takes a device.
   *
   * @param shown the secret of an earlier registration with the same key, or null
   */
  Registered register(RegistrationReader.Wish wish, String source, String shown) throws Refused {
    Registration told = wish.registration();
    String secret = Secrets.create();
    Entry.Identity id =
        new Entry.Identity(
            UUID.randomUUID().toString(), Secrets.hash(secret), wish.secretRequired());
    long now = time.micros().getAsLong();
    byte[] head = DeviceText.head(id.id(), told, now);
    Entry entry = new Entry(id, source, told.publicKey(), told.tags(), told.features(), head);
    synchronized (this) {
      if (head.length > settings.bounds().deviceBytes()) {
        throw new Refused(
            422, "the device is larger than " + settings.bounds().deviceBytes() + " bytes");
      }
      sweep();
      List<Entry> replaced = replacedBy(entry, shown);
      requireRoomAtSource(source, replaced);
      replaced.forEach(this::remove);
      entry.lastSeen = now;
      entry.seenNanos = time.nanos().getAsLong();
      insert(entry);
      store.put(stored(entry));
      makeRoom();
      return new Registered(id.id(), secret, now, settings.ttl().toSeconds());
    }
  }

  /** The same device, as far as it can prove that where proofs are wanted. */
  private List<Entry> replacedBy(Entry entry, String shown) {
    List<Entry> same =
        entry.publicKey == null ? List.of() : byKey.getOrDefault(entry.publicKey, List.of());
    return same.stream()
        .filter(
            former ->
                former.source.equals(entry.source)
                    || !needsSecret(former)
                    || former.id.isProvenBy(shown))
        .toList();
  }

  private boolean needsSecret(Entry entry) {
    return settings.strict() || entry.id.secretRequired();
  }

  private void requireRoomAtSource(String source, List<Entry> replaced) throws Refused {
    Entry first = crowd.inTheWay(source, settings.bounds().devicesPerSource(), replaced);
    if (first != null) {
      long age = time.nanos().getAsLong() - first.seenNanos;
      long left = TimeUnit.NANOSECONDS.toSeconds(settings.ttl().toNanos() - age) + 1;
      throw new Refused(429, "too many devices from your network address", left);
    }
  }

  /** Puts off the expiry of a device. */
  synchronized void refresh(String id, String secret) throws Refused {
    Entry entry = owned(id, secret);
    take(entry);
    entry.lastSeen = time.micros().getAsLong();
    entry.seenNanos = time.nanos().getAsLong();
    insert(entry);
    store.seen(id, entry.lastSeen);
  }

  /** Forgets a device. */
  synchronized void unregister(String id, String secret) throws Refused {
    remove(owned(id, secret));
  }

  private Entry owned(String id, String secret) throws Refused {
    sweep();
    Entry entry = byId.get(id);
    if (entry == null) {
      throw new Refused(404, "no such device");
    }
    if (secret == null ? needsSecret(entry) : !entry.id.isProvenBy(secret)) {
      throw new Refused(403, "the secret of the registration is needed");
    }
    return entry;
  }

  /**
   * Finds devices, newest first.
   *
   * @param tag or null for any
   * @param feature or null for any
   */
  synchronized Page find(String tag, String feature, int limit, long offset) {
    sweep();
    List<Entry> found = new ArrayList<>(Math.min(limit, index.size()));
    long skipped = 0;
    long size = 0;
    for (Entry entry : index.candidates(tag, feature)) {
      if (!entry.has(tag, feature)) {
        continue;
      }
      if (skipped < offset) {
        skipped++;
        continue;
      }
      size += entry.head.length;
      if (found.size() == limit || (size > MOST_ANSWER && !found.isEmpty())) {
        return new Page(found, (int) Math.min(Integer.MAX_VALUE, offset + found.size()));
      }
      found.add(entry);
    }
    return new Page(found, 0);
  }

  /** How many devices are kept. */
  synchronized int size() {
    sweep();
    return index.size();
  }

  /** Roughly how much memory they take. */
  synchronized long bytes() {
    return bytes;
  }

  synchronized void close() {
    store.close();
    store = Store.NONE;
  }

  /** All live for the same time, so those to go are the oldest. */
  private void sweep() {
    long ttl = settings.ttl().toNanos();
    long now = time.nanos().getAsLong();
    Entry oldest = index.oldest();
    while (oldest != null && now - oldest.seenNanos >= ttl) {
      remove(oldest);
      oldest = index.oldest();
    }
  }

  private void makeRoom() {
    while (index.size() > settings.bounds().devices() || bytes > settings.bounds().bytes()) {
      remove(crowd.mostDispensable());
    }
  }

  private void insert(Entry entry) {
    entry.place = ++places;
    byId.put(entry.id.id(), entry);
    if (entry.publicKey != null) {
      byKey.computeIfAbsent(entry.publicKey, key -> new ArrayList<>(1)).add(entry);
    }
    index.add(entry);
    crowd.add(entry);
    bytes += entry.bytes();
  }

  private void remove(Entry entry) {
    take(entry);
    store.remove(entry.id.id());
  }

  private void take(Entry entry) {
    byId.remove(entry.id.id());
    if (entry.publicKey != null) {
      List<Entry> same = byKey.get(entry.publicKey);
      same.remove(entry);
      if (same.isEmpty()) {
        byKey.remove(entry.publicKey);
      }
    }
    index.remove(entry);
    crowd.remove(entry);
    bytes -= entry.bytes();
  }
}
