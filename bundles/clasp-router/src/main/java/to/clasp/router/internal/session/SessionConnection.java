package to.clasp.router.internal.session;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;

/**
 * A connection and, once its client said HELLO and was let in, the session on it (protocol part 5).
 * Messages behind a HELLO wait until the credentials are checked.
 */
public final class SessionConnection implements ConnectionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SessionConnection.class);

  private final Connection connection;
  private final Reception reception;
  private final Loop loop;
  private ScheduledFuture<?> handshakeTimer;
  private WaitingMessages behindHello;

  /** Null once there is a session, which has what it needs of it. */
  private CompletableFuture<Grant> answer;

  private SessionDriver driver;
  private boolean refused;
  private boolean closed;

  public SessionConnection(Connection connection, Reception reception) {
    this.connection = connection;
    this.reception = reception;
    this.loop = reception.loops().acquire(connection.executor());
    this.handshakeTimer = reception.scheduleHandshake(() -> execute(this::onHandshakeTimeout));
    reception.opened(this);
  }

  /** Runs a task on the connection's loop; if it fails, the connection is closed. */
  private void execute(Runnable task) {
    loop.execute(
        () -> {
          try {
            if (!isOver()) {
              task.run();
            }
          } catch (Throwable e) {
            LOG.error("a connection from {} failed", connection.info().remote(), e);
            connection.close(CloseReason.INTERNAL_ERROR);
          }
        });
  }

  private boolean isOver() {
    return closed || refused;
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    if (isOver()) {
      return;
    }
    try {
      onMessage(FrameCodec.decode(buffer, offset, length, loop.addresses()).message(), length);
    } catch (ProtocolException e) {
      onUnreadable(e);
    }
    if (driver == null) {
      loop.drain();
    } else {
      driver.advanceSoon();
    }
  }

  private void onMessage(Message message, int size) {
    if (driver != null) {
      driver.accept(message, size);
    } else if (behindHello != null) {
      waitBehindHello(message, size);
    } else if (message instanceof Hello hello) {
      onHello(hello);
    } else {
      String type = message.getClass().getSimpleName().toUpperCase(Locale.ROOT);
      refuse(
          new ProtocolException(
              ErrorCode.INVALID_MESSAGE, "the first message must be HELLO, not " + type),
          CloseReason.PROTOCOL_ERROR);
    }
  }

  private void onUnreadable(ProtocolException e) {
    if (driver != null) {
      driver.acceptUnreadable(e);
    } else {
      refuse(e, CloseReason.PROTOCOL_ERROR);
    }
  }

  private void waitBehindHello(Message message, int size) {
    if (!behindHello.add(message, size)) {
      refuse(
          new ProtocolException(ErrorCode.OVERFLOW, "too many messages before WELCOME"),
          CloseReason.OVERLOADED);
    }
  }

  private void onHello(Hello hello) {
    behindHello = new WaitingMessages();
    answer =
        reception
            .authenticator()
            .authenticate(new Credentials(hello.name(), hello.token(), connection.info()))
            .thenApply(OnceLease::in)
            .toCompletableFuture();
    if (answer.isDone()) {
      onAnswer(hello);
    } else {
      connection.setReading(false);
      answer.whenComplete((grant, failure) -> execute(() -> onLateAnswer(hello)));
    }
  }

  private void onLateAnswer(Hello hello) {
    connection.setReading(true);
    onAnswer(hello);
  }

  private void onAnswer(Hello hello) {
    stopHandshakeTimer();
    try {
      driver = reception.admit(hello, answer.join(), loop, connection);
    } catch (ProtocolException e) {
      refuse(e, CloseReason.POLICY);
      return;
    } catch (CompletionException | CancellationException e) {
      refuse(asRefusal(e), CloseReason.POLICY);
      return;
    }
    answer = null;
    while (!behindHello.isEmpty()) {
      driver.accept(behindHello.poll(), 0);
    }
    behindHello = null;
    driver.advance();
  }

  private void stopHandshakeTimer() {
    if (handshakeTimer != null) {
      handshakeTimer.cancel(false);
      handshakeTimer = null;
    }
  }

  private static ProtocolException asRefusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ProtocolException refusal) {
      return refusal;
    }
    LOG.error("authentication failed", cause);
    return new ProtocolException(ErrorCode.INTERNAL_ERROR, "authentication is not possible now");
  }

  /** Tells a client that has no session why, and closes. */
  private void refuse(ProtocolException e, CloseReason why) {
    refused = true;
    reception.refused(connection.info(), e);
    connection.write(Outgoing.reply(e.toMessage()).frame());
    connection.flush();
    connection.close(why);
  }

  private void onHandshakeTimeout() {
    if (driver == null) {
      refuse(
          new ProtocolException(
              ErrorCode.TIMEOUT,
              "no session after " + reception.handshakeTimeout().toSeconds() + " s"),
          CloseReason.POLICY);
    }
  }

  /** Ends what is served here, because the router does not serve any more; from any thread. */
  public void shutDown() {
    execute(
        () -> {
          onClosing(CloseReason.GOING_AWAY);
          connection.flush();
          connection.close(CloseReason.GOING_AWAY);
        });
  }

  @Override
  public void onReadComplete() {
    try {
      goOn();
    } finally {
      loop.endBatch();
    }
  }

  /** What the batch left in the inbox is handed over. */
  private void goOn() {
    if (driver == null) {
      loop.drain();
    } else {
      driver.advance();
    }
  }

  @Override
  public void onWritable() {
    if (driver != null) {
      try {
        driver.onWritable();
      } finally {
        loop.endBatch();
      }
    }
  }

  @Override
  public void onClosing(CloseReason why) {
    goOn();
    if (driver != null) {
      driver.session().endsFor(why);
    }
    if (!isOver()) {
      connection.write(Outgoing.reply(Farewell.of(why).toMessage()).frame());
    }
  }

  @Override
  public void onClosed(Throwable cause) {
    if (closed) {
      return;
    }
    goOn();
    closed = true;
    stopHandshakeTimer();
    if (cause != null) {
      LOG.debug("connection from {} failed: {}", connection.info().remote(), cause.toString());
    }
    if (driver != null) {
      driver.session().end();
    } else if (answer != null) {
      // Nobody opens a session with it any more, even if it is still to come.
      answer.thenAccept(OnceLease::release);
    }
    // A batch may have been cut off before its end.
    loop.endBatch();
    reception.closed(this);
    reception.loops().release(loop);
  }
}
