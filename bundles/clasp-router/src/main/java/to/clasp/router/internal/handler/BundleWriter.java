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
    boolean[] written = new boolean[1];
    while (!written[0]) {
      TreeMap<String, ParamEntry> entries = findOrCreate(content.sets());
      ParamMonitors.hold(
          List.copyOf(entries.values()),
          () -> {
            // One that was removed before its monitor was taken has to be looked up again.
            if (entries.values().stream().noneMatch(ParamEntry::isRemoved)) {
              writeHeld(session, content, entries, acknowledge);
              written[0] = true;
            }
          });
      if (written[0]) {
        content.sets().forEach(set -> sets.noteLock(session, set, entries.get(set.address())));
      }
    }
  }

  private TreeMap<String, ParamEntry> findOrCreate(List<Set> wanted) {
    TreeMap<String, ParamEntry> entries = new TreeMap<>();
    int limit = parts.settings().get().maxParams();
    try {
      for (Set set : wanted) {
        entries.computeIfAbsent(
            set.address(), address -> parts.store().findOrCreate(address, limit));
      }
    } catch (ProtocolException e) {
      for (ParamEntry entry : entries.values()) {
        synchronized (entry) {
          parts.store().removeUnwritten(entry);
        }
      }
      throw e;
    }
    return entries;
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
        entries.values().forEach(parts.store()::removeUnwritten);
      }
    }
    return echoes;
  }
}
