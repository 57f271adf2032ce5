package to.clasp.rendezvous.internal.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Who has how many entries, by a part of where they come from. Not safe for threads. */
final class Sources {
  /** Of two with as many, the last is the one whose oldest is older. */
  private static final Comparator<Source> BY_SIZE =
      Comparator.comparingInt((Source source) -> source.entries.size())
          .thenComparing(source -> source.entries.firstKey(), Comparator.reverseOrder());

  private final UnaryOperator<String> part;
  private final Map<String, Source> byName = new HashMap<>();
  private final TreeSet<Source> bySize = new TreeSet<>(BY_SIZE);

  private static final class Source {
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  }

  /**
   * @param part what of an origin is one source
   */
  Sources(UnaryOperator<String> part) {
    this.part = part;
  }

  void add(Entry entry) {
    Source source = byName.computeIfAbsent(part.apply(entry.source), name -> new Source());
    if (!source.entries.isEmpty()) {
      bySize.remove(source);
    }
    source.entries.put(entry.place, entry);
    bySize.add(source);
  }

  void remove(Entry entry) {
    String name = part.apply(entry.source);
    Source source = byName.get(name);
    bySize.remove(source);
    source.entries.remove(entry.place);
    if (source.entries.isEmpty()) {
      byName.remove(name);
    } else {
      bySize.add(source);
    }
  }

  int count(String origin) {
    Source source = byName.get(part.apply(origin));
    return source == null ? 0 : source.entries.size();
  }

  boolean areOne(String origin, String other) {
    return part.apply(origin).equals(part.apply(other));
  }

  /** The entry that expires first of those from there; there is one. */
  Entry oldestOf(String origin) {
    return byName.get(part.apply(origin)).entries.firstEntry().getValue();
  }

  /** Those of the source that has most, the oldest first; there is one. */
  Collection<Entry> ofLargest() {
    return bySize.last().entries.values();
  }
}
