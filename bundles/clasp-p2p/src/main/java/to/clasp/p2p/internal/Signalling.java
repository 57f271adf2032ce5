package to.clasp.p2p.internal;

import java.util.concurrent.CompletionStage;
import to.clasp.protocol.Value;

/** The way through the router. Safe from any thread. */
interface Signalling {
  /** The id of the session now, or null without one. */
  String sessionId();

  /** Sends a signal to one session. */
  CompletionStage<Void> signal(String target, Value.Map payload);

  /** Tells all who listen. */
  CompletionStage<Void> announce(Value.Map payload);

  /** Begins to tell; at once about the session, if there is one. */
  void start(Listener listener);

  /** Tells nothing any more. */
  void close();

  /** Hears from the router, on any thread, in order. */
  interface Listener {
    /** There is a new session. */
    void connected(String sessionId);

    /** There is none for now. */
    void lost();

    /** A signal for this session. */
    void signal(Value.Map payload);

    /** An announcement of whomever. */
    void announced(Value.Map payload);

    /** There is no such session. */
    void unreachable(String target);
  }
}
