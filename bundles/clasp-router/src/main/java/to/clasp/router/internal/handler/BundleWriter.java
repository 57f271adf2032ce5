package to.clasp.router.internal.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamMonitors;

/**
 * Carries out one bundle while it holds the monitors of all its params, so that nobody sees a part
 * of it and everybody sees the revisions in order.
 */
final class BundleWriter {
  private final HandlerParts parts;
  private final SetHandler setHandler;
  private final PublishHandler publishHandler;
  private final Session session;
  private final BundleContent content;
  private final boolean acknowledge;
  private Long lastRevision;

  /**
   * @param acknowledge whether the session is answered
   */
  BundleWriter(
      HandlerParts parts,
      SetHandler setHandler,
      PublishHandler publishHandler,
      Session session,
      BundleContent content,
      boolean acknowledge) {
    this.parts = parts;
    this.setHandler = setHandler;
    this.publishHandler = publishHandler;
    this.session = session;
    this.content = content;
    this.acknowledge = acknowledge;
  }

  /**
   * Writes all params and publishes all signals, or nothing.
   *
   * @throws ProtocolException if a param does not allow it; nothing has changed then
   */
  void write() {
    content.sets().forEach(set -> parts.fanout().prepare(session.loop(), set.address()));
    content.signals().forEach(it -> parts.fanout().prepare(session.loop(), it.address()));
    SortedMap<String, ParamEntry> entries;
    List<ParamEntry> pinned = pinExisting();
    try {
      do {
        entries = findOrCreate();
      } while (!tryWrite(entries));
    } catch (ProtocolException e) {
      content.sets().forEach(set -> dropIfUnwritten(set.address()));
      throw e;
    } finally {
      pinned.forEach(BundleWriter::unpin);
    }
    for (Set set : content.sets()) {
      setHandler.noteLock(session, set, entries.get(set.address()));
    }
    if (content.routed()) {
      publish();
    }
  }

  /** What the bundle writes must not be evicted to make room for what else it writes. */
  private List<ParamEntry> pinExisting() {
    List<ParamEntry> pinned = new ArrayList<>();
    for (Set set : content.sets()) {
      ParamEntry entry = parts.store().find(set.address());
      if (entry != null) {
        synchronized (entry) {
          entry.pin();
        }
        pinned.add(entry);
      }
    }
    return pinned;
  }

  private static void unpin(ParamEntry entry) {
    synchronized (entry) {
      entry.unpin();
    }
  }

  private SortedMap<String, ParamEntry> findOrCreate() {
    SortedMap<String, ParamEntry> entries = new TreeMap<>();
    int limit = parts.settings().get().maxParams();
    for (Set set : content.sets()) {
      entries.computeIfAbsent(set.address(), address -> parts.store().findOrCreate(address, limit));
    }
    return entries;
  }

  /**
   * @return false if a param was removed before its monitor was taken
   */
  private boolean tryWrite(SortedMap<String, ParamEntry> entries) {
    List<ParamEntry> removed = new ArrayList<>();
    ParamMonitors.hold(
        List.copyOf(entries.values()),
        () -> {
          entries.values().stream().filter(ParamEntry::isRemoved).forEach(removed::add);
          if (removed.isEmpty()) {
            writeHeld(entries);
          }
        });
    removed.forEach(parts.store()::forget);
    return removed.isEmpty();
  }

  private void writeHeld(SortedMap<String, ParamEntry> entries) {
    for (Outgoing echo : apply(entries)) {
      setHandler.tell(session, echo);
      lastRevision = ((Set) echo.message()).revision();
    }
    // What is more than passed on takes other locks, so it goes when the monitors are free.
    if (!content.routed()) {
      publish();
    }
  }

  /** A later SET of a bundle may need what an earlier one did, so each is applied to be checked. */
  private List<Outgoing> apply(SortedMap<String, ParamEntry> entries) {
    List<ParamEntry.Saved> before = entries.values().stream().map(ParamEntry::save).toList();
    List<Outgoing> echoes = new ArrayList<>(content.sets().size());
    boolean complete = false;
    try {
      for (Set set : content.sets()) {
        echoes.add(setHandler.write(session, set, entries.get(set.address())));
      }
      complete = true;
    } finally {
      if (!complete) {
        before.forEach(ParamEntry.Saved::restore);
      }
    }
    return echoes;
  }

  private void publish() {
    for (Outgoing signal : content.signals()) {
      if (content.routed()) {
        route(signal);
      } else {
        publishHandler.forward(session, signal);
      }
    }
    if (acknowledge) {
      session.reply(new Ack(null, lastRevision, null, null, null));
    }
  }

  /** All could be routed when the bundle was checked; what has changed since cannot undo it. */
  private void route(Outgoing signal) {
    try {
      publishHandler.routeOrForward(session, signal);
    } catch (ProtocolException e) {
      session.reply(e.toMessage());
    }
  }

  private void dropIfUnwritten(String address) {
    ParamEntry entry = parts.store().find(address);
    if (entry != null) {
      parts.store().dropIfUnwritten(entry);
    }
  }
}
