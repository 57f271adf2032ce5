package to.clasp.rendezvous.internal.server;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Entries by place, and for each word those that have it. Not safe for threads. */
final class Index {
  private static final NavigableMap<Long, Entry> NOTHING = Collections.emptyNavigableMap();

  private final NavigableMap<Long, Entry> all = new TreeMap<>();
  private final Map<String, NavigableMap<Long, Entry>> byTag = new HashMap<>();
  private final Map<String, NavigableMap<Long, Entry>> byFeature = new HashMap<>();

  void add(Entry entry) {
    all.put(entry.place, entry);
    add(byTag, each -> each.tags, entry);
    add(byFeature, each -> each.features, entry);
  }

  private static void add(
      Map<String, NavigableMap<Long, Entry>> index,
      Function<Entry, List<String>> words,
      Entry entry) {
    for (String word : words.apply(entry)) {
      index.computeIfAbsent(word, key -> new TreeMap<>()).put(entry.place, entry);
    }
  }

  void remove(Entry entry) {
    all.remove(entry.place);
    remove(byTag, each -> each.tags, entry);
    remove(byFeature, each -> each.features, entry);
  }

  private static void remove(
      Map<String, NavigableMap<Long, Entry>> index,
      Function<Entry, List<String>> words,
      Entry entry) {
    for (String word : words.apply(entry)) {
      NavigableMap<Long, Entry> entries = index.get(word);
      entries.remove(entry.place);
      if (entries.isEmpty()) {
        index.remove(word);
      }
    }
  }

  /** The entry that was not seen for longest, or null. */
  Entry oldest() {
    Map.Entry<Long, Entry> first = all.firstEntry();
    return first == null ? null : first.getValue();
  }

  int size() {
    return all.size();
  }

  /** Entries with a superset of what is asked for, the fewest that an index knows, newest first. */
  Iterable<Entry> candidates(String tag, String feature) {
    NavigableMap<Long, Entry> tagged = tag == null ? all : byTag.getOrDefault(tag, NOTHING);
    NavigableMap<Long, Entry> able =
        feature == null ? all : byFeature.getOrDefault(feature, NOTHING);
    return (tagged.size() <= able.size() ? tagged : able).descendingMap().values();
  }
}
