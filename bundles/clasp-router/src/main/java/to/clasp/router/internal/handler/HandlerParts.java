package to.clasp.router.internal.handler;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import to.clasp.router.internal.RouterSettings;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.signal.SignalRouting;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.state.SignalStore;

/**
 * What the handlers work with.
 *
 * @param clock the time in µs since 1970-01-01 UTC
 * @param settings the settings at this moment
 */
public record HandlerParts(
    ParamStore store,
    SignalStore announced,
    Fanout fanout,
    SessionTable sessions,
    RouterTimer timer,
    LongSupplier clock,
    Supplier<RouterSettings> settings,
    SignalRouting signals) {}
