package to.clasp.router.internal.session;

import java.util.function.Supplier;
import to.clasp.auth.Grant;
import to.clasp.router.MessageListener;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.insight.SessionCounters;
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
    SubscriptionIndex index,
    SessionTable table,
    SessionDriver.Dispatch dispatch,
    Supplier<OutboundLimits> outboundLimits) {

  /** A session whose peer is reached over a connection. */
  public SessionDriver create(String name, Grant grant, Loop loop, Connection connection) {
    Peer peer = Peer.over(connection.info());
    return create(name, grant, loop, peer, new ConnectionOutlet(connection), () -> {});
  }

  /**
   * A session whose peer is a listener in this JVM.
   *
   * @param onEnd run once when the session has ended
   */
  public SessionDriver create(
      String name, Grant grant, Loop loop, Peer peer, MessageListener listener, Runnable onEnd) {
    return create(name, grant, loop, peer, new ListenerOutlet(listener), onEnd);
  }

  private SessionDriver create(
      String name, Grant grant, Loop loop, Peer peer, Outlet outlet, Runnable onEnd) {
    SessionCounters counters = new SessionCounters();
    Sender sender = new Sender(outlet, outboundLimits.get(), counters);
    Session session =
        new Session(name, grant, loop, peer, counters, outlet, sender, index, table, onEnd);
    table.add(session);
    return new SessionDriver(session, outlet, store, dispatch);
  }
}
