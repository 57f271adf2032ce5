package to.clasp.router.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.router.MessageListener;
import to.clasp.router.ParamStatus;
import to.clasp.router.Router;
import to.clasp.router.RouterSession;
import to.clasp.router.RouterStatus;
import to.clasp.router.SessionInfo;
import to.clasp.router.SessionStatus;
import to.clasp.router.SubscriptionStatus;
import to.clasp.router.internal.access.DoorCheck;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.expiry.SweepThread;
import to.clasp.router.internal.expiry.Sweeper;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Loops;
import to.clasp.router.internal.handler.Dispatcher;
import to.clasp.router.internal.handler.HandlerParts;
import to.clasp.router.internal.session.Expiries;
import to.clasp.router.internal.session.HostSession;
import to.clasp.router.internal.session.OnceLease;
import to.clasp.router.internal.session.Peer;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.session.SessionFactory;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.session.shape.Shaping;
import to.clasp.router.internal.signal.SignalRouting;
import to.clasp.router.internal.signal.TimelinePlayer;
import to.clasp.router.internal.state.State;
import to.clasp.router.internal.subscribe.SubscriptionIndex;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;

/**
 * Params, subscriptions and sessions. It depends on no other service and keeps its state through
 * every change of configuration, until its bundle stops.
 */
@Component(
    configurationPid = RouterCore.PID,
    service = {Router.class, RouterCore.class})
@Designate(ocd = RouterConfig.class)
public final class RouterCore implements Router {
  static final String PID = "to.clasp.router";

  private static final Logger LOG = LoggerFactory.getLogger(RouterCore.class);

  private static final int PROTOCOL_VERSION = 1;

  private final LongSupplier clock;
  private final State state;
  private final Executor sweeps;
  private final Sweeper sweeper;
  private final SubscriptionIndex index = new SubscriptionIndex();
  private final SessionTable table = new SessionTable();
  private final History history = new History();
  private final Set<HostSession> hostSessions = ConcurrentHashMap.newKeySet();
  private final Loops loops = new Loops(index, this::onRejected);
  private final ScheduledThreadPoolExecutor timer;
  private final Expiries expiries;
  private final TimelinePlayer player;
  private final LongAdder unsentToLite = new LongAdder();
  private final SessionFactory factory;
  private final Introspection introspection;
  private volatile RouterSettings settings;
  private volatile boolean closed;

  @Activate
  public RouterCore(RouterConfig config) {
    this(config, RouterTime.SYSTEM, new SweepThread());
    timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * A router with a wall clock of its own.
   *
   * @param micros the time in µs since 1970-01-01 UTC
   */
  RouterCore(RouterConfig config, LongSupplier micros) {
    this(config, new RouterTime(micros, System::nanoTime), Runnable::run);
  }

  /**
   * A router for which time goes on as its maker says, by {@link #tick}.
   *
   * @param sweeps runs what removes params whose time is over
   */
  RouterCore(RouterConfig config, RouterTime time, Executor sweeps) {
    this(config, time, sweeps, DoorCheck.SCOPES);
  }

  /**
   * As before, with doors of its own.
   *
   * @param doors decides who may pass which door
   */
  RouterCore(RouterConfig config, RouterTime time, Executor sweeps, DoorCheck doors) {
    this.settings = RouterSettings.of(config);
    this.clock = time.micros();
    this.state = new State(time.nanos(), index::isObserved);
    this.state.configure(settings.state());
    this.introspection = new Introspection(table, state.params(), state.signals());
    this.sweeps = sweeps;
    Fanout fanout = new Fanout(history);
    this.sweeper = new Sweeper(state, table, fanout, loops.acquire(sweeps), () -> settings.state());
    configureHistory();
    this.timer = new ScheduledThreadPoolExecutor(1, RouterCore::timerThread);
    this.timer.setRemoveOnCancelPolicy(true);
    this.expiries = new Expiries(this::schedule, clock);
    this.player = new TimelinePlayer(this::openPlayback, clock);
    SignalRouting signals =
        new SignalRouting(fanout, table, clock, () -> settings.signals().timelines(), player);
    this.factory =
        new SessionFactory(
            state.params(),
            history,
            index,
            table,
            new Shaping(
                this::schedule, () -> settings.subscriptions().maxShapedAddressesPerSession()),
            new Dispatcher(
                new HandlerParts(
                    state.params(),
                    state.signals(),
                    fanout,
                    table,
                    this::schedule,
                    clock,
                    this::settings,
                    signals)),
            grant -> rightsOf(grant, doors, time),
            expiries,
            () -> settings.outboundLimits(),
            () -> settings.signals().clients(),
            unsentToLite);
  }

  /** Refused if they have expired on the way. */
  private static Rights rightsOf(Grant grant, DoorCheck doors, RouterTime time) {
    Rights rights = new Rights(grant, doors, time.nanos());
    rights.requireValid(time.micros().getAsLong());
    return rights;
  }

  /** The session that plays timelines; it takes no client's place. */
  private SessionDriver openPlayback(Executor executor) {
    Loop loop = loops.acquire(executor);
    return factory.createOwn("timeline playback", loop, () -> loops.release(loop));
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "clasp-router-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Modified
  void modified(RouterConfig config) {
    settings = RouterSettings.of(config);
    state.configure(settings.state());
    configureHistory();
  }

  private void configureHistory() {
    SubscriptionSettings wanted = settings.subscriptions();
    history.configure(wanted.historyLength(), wanted.maxHistoryBytes());
  }

  @Deactivate
  void close() {
    closed = true;
    hostSessions.forEach(session -> session.close(CloseReason.GOING_AWAY));
    player.close();
    timer.shutdownNow();
    if (sweeps instanceof SweepThread thread) {
      thread.close();
    }
  }

  /** Another second is over. Never throws, because the timer would not call again. */
  void tick() {
    try {
      expiries.onTick();
    } catch (Throwable e) {
      LOG.error("sessions whose rights expired could not be ended", e);
    }
    try {
      sweeper.onTick();
    } catch (Throwable e) {
      LOG.error("params whose time is over could not be removed; trying again in a second", e);
    }
  }

  /** How many params there are. */
  int paramCount() {
    return state.params().size();
  }

  RouterSettings settings() {
    return settings;
  }

  /** Whether any session has a subscription. */
  boolean hasSubscriptions() {
    return !index.isEmpty();
  }

  /** How many sessions will expire, later than soon. */
  int expiringSessions() {
    return expiries.size();
  }

  /** Frames that were not sent because they were too large for a client on a microcontroller. */
  long unsentToLiteClients() {
    return unsentToLite.sum();
  }

  Loops loops() {
    return loops;
  }

  /** Runs a task later, on the timer's thread, which only hands tasks on. */
  ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return timer.schedule(task, delay, unit);
  }

  /**
   * Takes a place for one more session.
   *
   * @throws ProtocolException if there is none
   */
  void reserve() {
    int limit = settings.maxSessions();
    if (!table.reserve(limit)) {
      throw new ProtocolException(
          ErrorCode.OVERFLOW, "the router serves at most " + limit + " sessions");
    }
  }

  /** Gives a place back. */
  void free() {
    table.free();
  }

  /**
   * Makes the session of a client that was let in and greets it.
   *
   * @throws ProtocolException if what it was granted has expired
   */
  SessionDriver admit(Hello hello, Grant grant, Loop loop, Connection connection) {
    SessionDriver driver = factory.create(hello.name(), grant, loop, connection);
    greet(
        driver,
        () ->
            driver.welcome(
                new Welcome(
                    PROTOCOL_VERSION,
                    Features.ALL,
                    clock.getAsLong(),
                    driver.session().id(),
                    settings.name(),
                    grant.issuedToken())));
    return driver;
  }

  /** What fails now leaves no session behind. */
  private void greet(SessionDriver driver, Runnable welcome) {
    try {
      welcome.run();
      factory.watch(driver);
    } catch (RuntimeException e) {
      driver.session().abandon();
      throw e;
    }
  }

  @Override
  public RouterSession open(
      SessionInfo info, Grant grant, Executor executor, MessageListener listener) {
    return openHost(info, grant, executor, listener);
  }

  private HostSession openHost(
      SessionInfo info, Grant grant, Executor executor, MessageListener listener) {
    Grant held = OnceLease.in(grant);
    try {
      reserveForHost();
      return openReserved(info, held, executor, listener);
    } catch (RuntimeException e) {
      OnceLease.release(held);
      if (e instanceof ProtocolException refusal) {
        refused(refusal.code());
      }
      throw e;
    }
  }

  @Override
  public EdgeSession openEdge(
      SessionInfo info, Grant grant, Executor executor, EdgeListener listener) {
    return openHost(info, grant, executor, listener);
  }

  private HostSession openReserved(
      SessionInfo info, Grant grant, Executor executor, MessageListener listener) {
    Loop loop = loops.acquire(executor);
    HostSession[] opened = new HostSession[1];
    Peer peer = Peer.of(info);
    SessionDriver driver;
    try {
      driver = factory.create(info.name(), grant, loop, peer, listener, () -> ended(opened[0]));
    } catch (RuntimeException e) {
      loops.release(loop);
      free();
      throw e;
    }
    opened[0] = new HostSession(driver);
    hostSessions.add(opened[0]);
    greet(driver, () -> {});
    if (closed) {
      // Close may have gone through the sessions before this one was there.
      opened[0].close(CloseReason.GOING_AWAY);
    }
    return opened[0];
  }

  private void reserveForHost() {
    if (closed) {
      throw new ProtocolException(ErrorCode.SERVICE_UNAVAILABLE, "the router is closed");
    }
    reserve();
  }

  /** Somebody was not let in. */
  void refused(ErrorCode code) {
    table.refused(code);
  }

  @Override
  public RouterStatus status() {
    return introspection.status(settings.name());
  }

  @Override
  public List<SessionStatus> sessions(int limit) {
    return introspection.sessions(limit);
  }

  @Override
  public List<SubscriptionStatus> subscriptions(String sessionId, int limit) {
    return introspection.subscriptions(sessionId, limit);
  }

  @Override
  public List<ParamStatus> params(AddressPattern pattern, int limit) {
    return introspection.params(pattern, limit);
  }

  private void ended(HostSession session) {
    hostSessions.remove(session);
    loops.release(session.driver().session().loop());
    free();
  }

  private void onRejected(Loop loop) {
    List.copyOf(table.all()).stream()
        .filter(session -> session.loop() == loop)
        .forEach(Session::abandon);
  }
}
