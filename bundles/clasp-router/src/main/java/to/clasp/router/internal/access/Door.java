package to.clasp.router.internal.access;

import to.clasp.auth.Scope.Action;
import to.clasp.protocol.ErrorCode;

/** Each way on which a session reads or writes addresses. What may be written may be read, too. */
public enum Door {
  /** Params and signals as they come; checked when a route is made. */
  LIVE(Action.READ),
  /** SUBSCRIBE itself, which is refused if it can never be told anything. */
  SUBSCRIBE(Action.READ),
  /** The current params, behind WELCOME and SUBSCRIBE, and after a session has lagged behind. */
  SNAPSHOT(Action.READ),
  /** The last values and events, behind SUBSCRIBE. */
  HISTORY(Action.READ),
  /** Timelines that run and peers that announced themselves, behind SUBSCRIBE. */
  CATCH_UP(Action.READ),
  /** Signals that another session directs to this one. */
  PEER_SIGNAL(Action.READ),
  /** GET. */
  GET(Action.READ),
  /** The announced signals that a QUERY finds. */
  QUERY(Action.READ),
  /** SET, also for its lock. */
  SET(Action.WRITE),
  /** PUBLISH of any type, signals to peers among them. */
  PUBLISH(Action.WRITE),
  /** SET and PUBLISH in a BUNDLE, when it comes and again at its time. */
  BUNDLE(Action.WRITE, ErrorCode.BUNDLE_FORBIDDEN),
  /** Each signal of an ANNOUNCE. */
  ANNOUNCE(Action.WRITE);

  private final Action action;
  private final ErrorCode refusal;

  Door(Action action) {
    this(action, ErrorCode.FORBIDDEN);
  }

  Door(Action action, ErrorCode refusal) {
    this.action = action;
    this.refusal = refusal;
  }

  boolean isForWriting() {
    return action == Action.WRITE;
  }

  /** The error of who may not pass. */
  ErrorCode refusal() {
    return refusal;
  }
}
