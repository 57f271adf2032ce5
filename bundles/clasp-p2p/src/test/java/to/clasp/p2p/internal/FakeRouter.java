package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import to.clasp.protocol.Value;

/** Passes signals on as our router does; can lose some, and be one that keeps no announcements. */
final class FakeRouter {
  /** A signal that was sent. */
  record Sent(String from, String to, Value.Map payload) {
    String type() {
      return ((Value.Text) payload.entries().get("type")).value();
    }
  }

  private final ManualLoop loop;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  final List<Sent> sent = new ArrayList<>();
  final List<Value.Map> announcements = new ArrayList<>();
  private final Map<String, Value.Map> kept = new LinkedHashMap<>();
  boolean keepsAnnouncements = true;
  Predicate<Sent> loses = signal -> false;
  Predicate<Sent> refuses = signal -> false;

  /** As long as the network does not keep up: what was sent, but is not on its way. */
  List<CompletableFuture<Void>> held;

  FakeRouter(ManualLoop loop) {
    this.loop = loop;
  }

  /** The way of one client to this router. */
  final class Session implements Signalling {
    private String id;
    private Listener listener;

    Session(String id) {
      this.id = id;
    }

    @Override
    public String sessionId() {
      return id;
    }

    @Override
    public CompletionStage<Void> signal(String target, Value.Map payload) {
      Sent signal = new Sent(id, target, stamped(payload, "from", id));
      if (refuses.test(signal)) {
        return CompletableFuture.failedFuture(new IllegalStateException("no room"));
      }
      sent.add(signal);
      if (!loses.test(signal)) {
        loop.execute(() -> deliver(signal));
      }
      if (held != null) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        held.add(later);
        return later;
      }
      return CompletableFuture.completedFuture(null);
    }

    private void deliver(Sent signal) {
      Session to = sessions.get(signal.to());
      if (to == null) {
        listener.unreachable(signal.to());
      } else {
        to.listener.signal(signal.payload());
      }
    }

    @Override
    public CompletionStage<Void> announce(Value.Map payload) {
      Value.Map stamped = stamped(payload, "session_id", id);
      announcements.add(stamped);
      kept.put(id, stamped);
      for (Session other : sessions.values()) {
        if (other != this) {
          loop.execute(() -> other.listener.announced(stamped));
        }
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void start(Listener heard) {
      listener = heard;
      begin();
    }

    private void begin() {
      sessions.put(id, this);
      listener.connected(id);
      if (keepsAnnouncements) {
        kept.values().forEach(listener::announced);
      }
    }

    /** The session ends; the client does not know yet that it will get another one. */
    void drop() {
      leave();
      listener.lost();
    }

    void comeBackAs(String next) {
      id = next;
      begin();
    }

    void leave() {
      sessions.remove(id);
      kept.remove(id);
    }

    @Override
    public void close() {
      leave();
    }
  }

  private static Value.Map stamped(Value.Map payload, String key, String sender) {
    Map<String, Value> entries = new LinkedHashMap<>(payload.entries());
    entries.put(key, Value.of(sender));
    return new Value.Map(entries);
  }

  Session session(String id) {
    return new Session(id);
  }

  /** How many signals of a type were sent. */
  long count(String type) {
    return sent.stream().filter(signal -> signal.type().equals(type)).count();
  }

  /** Has a session hear a signal as if it came from another. */
  void forge(String from, String to, Signal signal) {
    sessions.get(to).listener.signal(signal.toValue(from));
  }
}
