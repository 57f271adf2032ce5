package to.clasp.rendezvous.internal.server;

import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * Who has how many entries. The site that has most has to give when there are too many, and there
 * the network that has most, so that a flood from a few places pushes out nobody but itself. Not
 * safe for threads.
 */
final class Crowd {
  private final Sources sites = new Sources(Origin::site);

  /** Only where it is not the same. */
  private final Sources networks = new Sources(UnaryOperator.identity());

  void add(Entry entry) {
    sites.add(entry);
    if (Origin.isPartOfSite(entry.source)) {
      networks.add(entry);
    }
  }

  void remove(Entry entry) {
    sites.remove(entry);
    if (Origin.isPartOfSite(entry.source)) {
      networks.remove(entry);
    }
  }

  /**
   * What keeps an origin from having one more.
   *
   * @param most of one origin; 0 for any number
   * @param replaced those that will be gone then
   * @return the entry to wait for, or null if there is room
   */
  Entry inTheWay(String origin, int most, Collection<Entry> replaced) {
    if (most == 0) {
      return null;
    }
    if (!Origin.isPartOfSite(origin)) {
      return inTheWay(sites, origin, most, replaced);
    }
    Entry own = inTheWay(networks, origin, most, replaced);
    return own != null
        ? own
        : inTheWay(sites, origin, (long) most * Origin.NETWORKS_PER_SITE, replaced);
  }

  private static Entry inTheWay(
      Sources sources, String origin, long most, Collection<Entry> replaced) {
    long freed = replaced.stream().filter(each -> sources.areOne(each.source, origin)).count();
    return sources.count(origin) - freed >= most ? sources.oldestOf(origin) : null;
  }

  /** The entry that goes when there are too many; there is one. */
  Entry mostDispensable() {
    Entry found = null;
    for (Entry each : sites.ofLargest()) {
      if (!Origin.isPartOfSite(each.source)) {
        return each;
      }
      if (found == null || networks.count(each.source) > networks.count(found.source)) {
        found = each;
      }
    }
    return found;
  }
}
