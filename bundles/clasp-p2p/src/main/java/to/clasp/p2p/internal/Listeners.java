package to.clasp.p2p.internal;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.p2p.PeerEvent;

/** Who hears what happens. Told on the loop. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** One of them; the same listener may be there twice. */
  static final class Entry {
    private final Consumer<PeerEvent> listener;
    private volatile boolean ended;

    Entry(Consumer<PeerEvent> listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
    }

    void tell(PeerEvent event) {
      if (ended) {
        return;
      }
      try {
        listener.accept(event);
      } catch (RuntimeException | Error e) {
        // What the listener hears is a step on the way of the connection, which has to go on.
        LOG.warn(
            "a listener failed at {} of {}", event.getClass().getSimpleName(), event.peer(), e);
      }
    }
  }

  private final List<Entry> all = new CopyOnWriteArrayList<>();

  void add(Entry entry) {
    all.add(entry);
  }

  void remove(Entry entry) {
    entry.ended = true;
    all.remove(entry);
  }

  void tell(PeerEvent event) {
    for (Entry entry : all) {
      entry.tell(event);
    }
  }

  void clear() {
    all.clear();
  }
}
