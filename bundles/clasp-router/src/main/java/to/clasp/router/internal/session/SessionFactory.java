package to.clasp.router.internal.session;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.router.EdgeListener;
import to.clasp.router.MessageListener;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.insight.SessionCounters;
import to.clasp.router.internal.session.shape.Shaping;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.SubscriptionIndex;
import to.clasp.transport.Connection;

/**
 * Makes sessions.
 *
 * @param rights what a grant means on each door
 * @param outboundLimits asked for each new session
 * @param clientRules asked for each new session
 * @param unsentToLite counts the frames that were too large for clients on microcontrollers
 */
public record SessionFactory(
    ParamStore store,
    History history,
    SubscriptionIndex index,
    SessionTable table,
    Shaping shaping,
    SessionDriver.Dispatch dispatch,
    Function<Grant, Rights> rights,
    Expiries expiries,
    Supplier<OutboundLimits> outboundLimits,
    Supplier<ClientRules> clientRules,
    LongAdder unsentToLite) {

  /** A session whose peer is reached over a connection. */
  public SessionDriver create(String name, Grant grant, Loop loop, Connection connection) {
    ClientRules rules = clientRules.get();
    Outlet outlet = new ConnectionOutlet(connection);
    if (rules.isLite(name)) {
      outlet = new LiteOutlet(outlet, rules.liteMaxFrameBytes(), unsentToLite);
    }
    Peer peer = Peer.over(connection.info());
    return create(name, grant, loop, peer, outlet, rules.rateLimit(), () -> {});
  }

  /**
   * A session whose peer is a listener in this JVM.
   *
   * @param onEnd run once when the session has ended
   */
  public SessionDriver create(
      String name, Grant grant, Loop loop, Peer peer, MessageListener listener, Runnable onEnd) {
    RateLimit rateLimit = clientRules.get().rateLimit();
    Outlet outlet =
        listener instanceof EdgeListener edge ? new EdgeOutlet(edge) : new ListenerOutlet(listener);
    return create(name, grant, loop, peer, outlet, rateLimit, onEnd);
  }

  /** A session of the router itself, which no limit holds and which listens to nothing. */
  public SessionDriver createOwn(String name, Loop loop, Runnable onEnd) {
    Peer peer = Peer.inside("router");
    Outlet outlet = new ListenerOutlet(message -> {});
    return create(name, Grant.EVERYTHING, loop, peer, outlet, null, onEnd);
  }

  private SessionDriver create(
      String name,
      Grant grant,
      Loop loop,
      Peer peer,
      Outlet outlet,
      RateLimit rateLimit,
      Runnable onEnd) {
    SessionCounters counters = new SessionCounters();
    Sender sender = new Sender(outlet, outboundLimits.get(), counters);
    SessionParts parts = new SessionParts();
    Runnable ending =
        () -> {
          OnceLease.release(grant);
          parts.end();
          onEnd.run();
        };
    Session session =
        new Session(
            name,
            rights.apply(grant),
            loop,
            peer,
            counters,
            outlet,
            sender,
            index,
            table,
            shaping,
            ending);
    table.add(session);
    return new SessionDriver(session, outlet, store, history, dispatch, rateLimit, parts);
  }

  /** Ends a session when its rights end. To be called once, when it has been greeted. */
  public void watch(SessionDriver driver) {
    Rights held = driver.session().rights();
    Lease lease = held.grant().lease();
    if (lease != null) {
      lease.onRevoked(driver::endFor);
    }
    if (held.expiry() != Long.MAX_VALUE) {
      driver.part(
          Tenure.class,
          () -> new Tenure(expiries.watch(held.expiry(), () -> driver.endFor(Rights.expired()))));
    }
  }
}
