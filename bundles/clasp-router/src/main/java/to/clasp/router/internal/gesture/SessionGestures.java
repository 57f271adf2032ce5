package to.clasp.router.internal.gesture;

import java.util.function.Consumer;
import java.util.function.Supplier;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.session.SessionPart;

/** The gestures of a session; those that are open when it ends are cancelled. */
public final class SessionGestures implements SessionPart {
  private final Loop loop;
  private final GestureThrottle throttle;

  /**
   * @param forward gives a gesture of the session to its subscribers
   */
  public SessionGestures(
      SessionDriver driver,
      Supplier<GestureLimits> limits,
      RouterTimer timer,
      Consumer<Outgoing> forward) {
    this.loop = driver.session().loop();
    this.throttle = new GestureThrottle(limits, System::nanoTime, timer, driver::perform, forward);
  }

  /**
   * Takes a message of a gesture.
   *
   * @param message a PUBLISH
   */
  public void take(Outgoing message) {
    throttle.take(message);
  }

  @Override
  public void end() {
    loop.executeIfRunning(throttle::cancelAll);
  }
}
