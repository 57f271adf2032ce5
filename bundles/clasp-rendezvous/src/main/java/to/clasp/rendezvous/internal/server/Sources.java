package to.clasp.rendezvous.internal.server;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has how many entries. The one who has most has to give when there are too many, so that a
 * flood from a few addresses pushes out nobody but itself. Not safe for threads.
 */
final class Sources {
  /** Of two with as many, the last is the one whose oldest is older. */
  private static final Comparator<Source> BY_SIZE =
      Comparator.comparingInt((Source source) -> source.entries.size())
          .thenComparing(source -> source.entries.firstKey(), Comparator.reverseOrder());

  private final Map<String, Source> byName = new HashMap<>();
  private final TreeSet<Source> bySize = new TreeSet<>(BY_SIZE);

  private static final class Source {
    private final String name;
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();

    Source(String name) {
      this.name = name;
    }
  }

  void add(Entry entry) {
    Source source = byName.computeIfAbsent(entry.source, Source::new);
    if (!source.entries.isEmpty()) {
      bySize.remove(source);
    }
    source.entries.put(entry.place, entry);
    bySize.add(source);
  }

  void remove(Entry entry) {
    Source source = byName.get(entry.source);
    bySize.remove(source);
    source.entries.remove(entry.place);
    if (source.entries.isEmpty()) {
      byName.remove(source.name);
    } else {
      bySize.add(source);
    }
  }

  int count(String name) {
    Source source = byName.get(name);
    return source == null ? 0 : source.entries.size();
  }

  /** The entry that expires first of those from there; there is one. */
  Entry oldestOf(String name) {
    return byName.get(name).entries.firstEntry().getValue();
  }

  /** The entry that goes when there are too many; there is one. */
  Entry mostDispensable() {
    return bySize.last().entries.firstEntry().getValue();
  }
}
