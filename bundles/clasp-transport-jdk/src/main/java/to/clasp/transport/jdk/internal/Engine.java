package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.transport.TlsOptions;

/** What all connections of a time share: threads, and a client of the platform per TLS options. */
final class Engine {
  /** Clients of the platform that are kept although no connection uses them. */
  private static final int KEPT = 4;

  private final Loop[] loops;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<TlsOptions, Used> platforms = new LinkedHashMap<>();

  /** A client of the platform and the number of its connections. */
  private static final class Used {
    final Platform platform;
    int users;

    Used(Platform platform) {
      this.platform = platform;
    }
  }

  Engine() {
    int processors = Runtime.getRuntime().availableProcessors();
    loops = new Loop[Math.max(1, processors / 2)];
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new Loop("clasp-jdk-loop-" + (i + 1));
    }
  }

  /** The loop for one more connection. */
  Loop loop() {
    return loops[Math.floorMod(next.getAndIncrement(), loops.length)];
  }

  /**
   * Finds or makes the client of the platform for one more connection. Not on a loop.
   *
   * @throws IOException if the options cannot be used
   */
  synchronized HttpClient use(TlsOptions tls) throws IOException {
    Used known = platforms.get(tls);
    if (known == null) {
      known = new Used(Platform.create(tls));
      platforms.put(tls, known);
    }
    known.users++;
    return known.platform.client();
  }

  /** The counterpart of {@link #use}. */
  synchronized void unuse(TlsOptions tls) {
    platforms.get(tls).users--;
    Iterator<Used> each = platforms.values().iterator();
    while (platforms.size() > KEPT && each.hasNext()) {
      Used oldest = each.next();
      if (oldest.users == 0) {
        each.remove();
        oldest.platform.end();
      }
    }
  }

  /** Ends all threads, when no connection is left. From any thread. */
  synchronized void end() {
    platforms.values().forEach(used -> used.platform.end());
    platforms.clear();
    for (Loop loop : loops) {
      loop.end();
    }
  }
}
