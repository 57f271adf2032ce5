package to.clasp.router.internal.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamMonitors;

/**
 * Carries out a bundle while it holds the monitors of all its params, so that nobody sees a part of
 * it and everybody sees the revisions in order.
 */
record BundleWriter(HandlerParts parts, SetHandler sets, PublishHandler signals) {

  /**
   * Writes all params and publishes all signals, or nothing.
   *
   * @param acknowledge whether the session is answered
   * @throws ProtocolException if a param does not allow it; nothing has changed then
   */
  void write(Session session, BundleContent content, boolean acknowledge) {
    content.sets().forEach(set -> parts.fanout().prepare(session.loop(), set.address()));
    content.signals().forEach(it -> parts.fanout().prepare(session.loop(), it.address()));
    try {
      TreeMap<String, ParamEntry> entries;
      do {
        entries = findOrCreate(content.sets());
      } while (!tryWrite(session, content, entries, acknowledge));
      for (Set set : content.sets()) {
        sets.noteLock(session, set, entries.get(set.address()));
      }
    } catch (ProtocolException e) {
      content.sets().forEach(set -> dropIfUnwritten(set.address()));
      throw e;
    }
  }

  private TreeMap<String, ParamEntry> findOrCreate(List<Set> wanted) {
    TreeMap<String, ParamEntry> entries = new TreeMap<>();
    int limit = parts.settings().get().maxParams();
    for (Set set : wanted) {
      entries.computeIfAbsent(set.address(), address -> parts.store().findOrCreate(address, limit));
    }
    return entries;
  }

  /**
   * @return false if a param was removed before its monitor was taken
   */
  private boolean tryWrite(
      Session session,
      BundleContent content,
      TreeMap<String, ParamEntry> entries,
      boolean acknowledge) {
    List<ParamEntry> removed = new ArrayList<>();
    ParamMonitors.hold(
        List.copyOf(entries.values()),
        () -> {
          entries.values().stream().filter(ParamEntry::isRemoved).forEach(removed::add);
          if (removed.isEmpty()) {
            writeHeld(session, content, entries, acknowledge);
          }
        });
    removed.forEach(parts.store()::forget);
    return removed.isEmpty();
  }

  /** A first value that was refused must not take the place of a param. */
  private void dropIfUnwritten(String address) {
    ParamEntry entry = parts.store().find(address);
    if (entry == null) {
      return;
    }
    synchronized (entry) {
      if (entry.isWritten()) {
        return;
      }
      entry.remove();
    }
    parts.store().forget(entry);
  }

  private void writeHeld(
      Session session,
      BundleContent content,
      TreeMap<String, ParamEntry> entries,
      boolean acknowledge) {
    List<Outgoing> echoes = apply(session, content.sets(), entries);
    Long revision = null;
    for (Outgoing echo : echoes) {
      sets.tell(session, echo);
      revision = ((Set) echo.message()).revision();
    }
    content.signals().forEach(signal -> signals.forward(session, signal));
    if (acknowledge) {
      session.reply(new Ack(null, revision, null, null, null));
    }
  }

  /** A later SET of a bundle may need what an earlier one did, so each is applied to be checked. */
  private List<Outgoing> apply(
      Session session, List<Set> wanted, TreeMap<String, ParamEntry> entries) {
    List<ParamEntry.Saved> before = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> before.add(entry.save()));
    List<Outgoing> echoes = new ArrayList<>(wanted.size());
    boolean complete = false;
    try {
      for (Set set : wanted) {
        echoes.add(sets.write(session, set, entries.get(set.address())));
      }
      complete = true;
    } finally {
      if (!complete) {
        before.forEach(ParamEntry.Saved::restore);
      }
    }
    return echoes;
  }
}
