package to.clasp.router.internal.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import to.clasp.protocol.Message;
import to.clasp.router.RouterSession;
import to.clasp.transport.CloseReason;

/** A session of code in this JVM. */
public final class HostSession implements RouterSession {
  private final SessionDriver driver;
  private final Consumer<HostSession> onEnd;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param onEnd told once that the session has ended, on any thread
   */
  public HostSession(SessionDriver driver, Consumer<HostSession> onEnd) {
    this.driver = driver;
    this.onEnd = onEnd;
  }

  @Override
  public String id() {
    return driver.session().id();
  }

  public Session session() {
    return driver.session();
  }

  @Override
  public void send(Message message) {
    driver
        .session()
        .loop()
        .execute(
            () -> {
              driver.accept(message);
              driver.advance();
              if (driver.session().isEnded()) {
                over();
              }
            });
  }

  @Override
  public void close() {
    close(CloseReason.NORMAL);
  }

  /** Ends the session for a reason that the listener is told. */
  public void close(CloseReason why) {
    if (!over.get()) {
      driver
          .session()
          .loop()
          .execute(
              () -> {
                driver.session().close(why);
                over();
              });
    }
  }

  /** Ends the session without its executor, which takes no more tasks. */
  public void abandon() {
    driver.session().abandon();
    over();
  }

  private void over() {
    if (over.compareAndSet(false, true)) {
      onEnd.accept(this);
    }
  }
}
