package to.clasp.router.internal.session.shape;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * Makes shapers.
 *
 * @param maxAddresses how many addresses one knows at a time
 */
public record Shaping(RouterTimer timer, IntSupplier maxAddresses) {

  /**
   * A shaper for a session.
   *
   * @param way where its messages go out
   * @param onAlarm run on the loop, to call {@link Shaper#onAlarm}
   */
  public Shaper create(Loop loop, Consumer<Outgoing> way, Runnable onAlarm) {
    return new Shaper(way, new LoopAlarm(timer, loop, onAlarm), System::nanoTime, maxAddresses);
  }
}
