package to.clasp.http.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.http.HttpRoute;

/** The registered routes. Safe from any thread. */
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  /** The first that fits is the one to ask. */
  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt((Entry entry) -> -entry.base().length())
          .thenComparing(Entry::ranking, Comparator.reverseOrder())
          .thenComparing(Entry::id);

  private volatile List<Entry> entries = List.of();

  /**
   * A route.
   *
   * @param base its path without a slash at the end
   * @param running how many requests it is answering
   */
  record Entry(HttpRoute route, String base, int ranking, long id, AtomicInteger running) {
    private boolean fits(String path) {
      return path.startsWith(base)
          && (path.length() == base.length() || path.charAt(base.length()) == '/');
    }
  }

  synchronized void add(HttpRoute route, Map<String, ?> properties) {
    String path = route.path();
    if (path == null || !path.startsWith("/")) {
      LOG.error("route {} is left out: path '{}' does not start with /", route, path);
      return;
    }
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
    long id = properties.get(Constants.SERVICE_ID) instanceof Long given ? given : 0;
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(route, base, ranking, id, new AtomicInteger()));
    more.sort(ORDER);
    entries = List.copyOf(more);
  }

  synchronized void remove(HttpRoute route) {
    entries = entries.stream().filter(entry -> entry.route() != route).toList();
  }

  /** The route for a path, or null if there is none. */
  Entry find(String path) {
    for (Entry entry : entries) {
      if (entry.fits(path)) {
        return entry;
      }
    }
    return null;
  }
}
