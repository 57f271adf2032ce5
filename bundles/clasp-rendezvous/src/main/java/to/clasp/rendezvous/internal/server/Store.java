package to.clasp.rendezvous.internal.server;

import java.util.ArrayList;
import java.util.List;

/** Where devices outlive the process. Called by one thread at a time. */
interface Store extends AutoCloseable {
  /** Keeps nothing. */
  Store NONE =
      new Store() {
        @Override
        public List<Stored> load() {
          return new ArrayList<>();
        }

        @Override
        public void put(Stored device) {
          // not kept
        }

        @Override
        public void seen(String id, long lastSeen) {
          // not kept
        }

        @Override
        public void remove(String id) {
          // not kept
        }

        @Override
        public void close() {
          // nothing is open
        }
      };

  /**
   * A device as it is kept.
   *
   * @param id who it is
   * @param source where it came from
   * @param head see {@link Entry#head}
   * @param lastSeen in µs since 1970
   */
  record Stored(Entry.Identity id, String source, byte[] head, long lastSeen) {}

  /** All that is kept, in a list of the caller's own. */
  List<Stored> load();

  void put(Stored device);

  void seen(String id, long lastSeen);

  void remove(String id);

  @Override
  void close();
}
