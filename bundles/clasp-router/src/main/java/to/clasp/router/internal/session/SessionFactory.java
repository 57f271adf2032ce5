package to.clasp.router.internal.session;

import java.util.function.Supplier;
import to.clasp.auth.Grant;
import to.clasp.router.MessageListener;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.session.shape.Shaping;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.SubscriptionIndex;
import to.clasp.transport.Connection;

/**
 * Makes sessions.
 *
 * @param outboundLimits asked for each new session
 */
public record SessionFactory(
    ParamStore store,
    History history,
    SubscriptionIndex index,
    SessionTable table,
    Shaping shaping,
    SessionDriver.Dispatch dispatch,
    Supplier<OutboundLimits> outboundLimits) {

  /** A session whose peer is reached over a connection. */
  public SessionDriver create(String name, Grant grant, Loop loop, Connection connection) {
    return create(name, grant, loop, new ConnectionOutlet(connection), () -> {});
  }

  /**
   * A session whose peer is a listener in this JVM.
   *
   * @param onEnd run once when the session has ended
   */
  public SessionDriver create(
      String name, Grant grant, Loop loop, MessageListener listener, Runnable onEnd) {
    return create(name, grant, loop, new ListenerOutlet(listener), onEnd);
  }

  private SessionDriver create(String name, Grant grant, Loop loop, Outlet outlet, Runnable onEnd) {
    Sender sender = new Sender(outlet, outboundLimits.get());
    Session session = new Session(name, grant, loop, outlet, sender, index, table, shaping, onEnd);
    table.add(session);
    return new SessionDriver(session, outlet, store, history, dispatch);
  }
}
