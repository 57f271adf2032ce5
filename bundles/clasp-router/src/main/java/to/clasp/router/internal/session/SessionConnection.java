package to.clasp.router.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** More than a transport hands over after reading was paused. */
  private static final int MAX_WAITING = 65_536;

  private final Connection connection;
  private final Reception reception;
  private final Loop loop;
  private final ScheduledFuture<?> handshakeTimer;
  private List<Message> behindHello;
  private SessionDriver driver;
  private boolean closed;

  public SessionConnection(Connection connection, Reception reception) {
    this.connection = connection;
    this.reception = reception;
    this.loop = reception.loops().acquire(connection.executor());
    this.handshakeTimer = reception.scheduleHandshake(() -> loop.execute(this::onHandshakeTimeout));
    reception.opened(this);
  }

  /** Runs a task as a batch of its own on the connection's loop. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    if (closed) {
      return;
    }
    try {
      onMessage(FrameCodec.decode(buffer, offset, length).message());
    } catch (ProtocolException e) {
      onUnreadable(e);
    }
    proceed();
  }

  private void proceed() {
    if (driver == null) {
      loop.drain();
    } else {
      driver.advance();
    }
  }

  private void onMessage(Message message) {
    if (driver != null) {
      driver.accept(message);
    } else if (behindHello != null) {
      waitBehindHello(message);
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
      driver.session().reply(e.toMessage());
    } else {
      refuse(e, CloseReason.PROTOCOL_ERROR);
    }
  }

  private void waitBehindHello(Message message) {
    if (behindHello.size() == MAX_WAITING) {
      refuse(
          new ProtocolException(ErrorCode.OVERFLOW, "too many messages before WELCOME"),
          CloseReason.OVERLOADED);
    } else {
      behindHello.add(message);
    }
  }

  private void onHello(Hello hello) {
    behindHello = new ArrayList<>(0);
    CompletableFuture<Grant> answer =
        reception
            .authenticator()
            .authenticate(new Credentials(hello.name(), hello.token(), connection.info()))
            .toCompletableFuture();
    if (answer.isDone()) {
      answer.whenComplete((grant, failure) -> onAnswer(hello, grant, failure));
    } else {
      connection.setReading(false);
      answer.whenComplete(
          (grant, failure) ->
              loop.execute(
                  () -> {
                    if (!closed) {
                      connection.setReading(true);
                      onAnswer(hello, grant, failure);
                    }
                  }));
    }
  }

  private void onAnswer(Hello hello, Grant grant, Throwable failure) {
    if (closed) {
      return;
    }
    if (failure != null) {
      refuse(asRefusal(failure), CloseReason.POLICY);
      return;
    }
    handshakeTimer.cancel(false);
    driver = reception.admit(hello, grant, loop, connection);
    List<Message> waiting = behindHello;
    behindHello = null;
    waiting.forEach(driver::accept);
    driver.advance();
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
    reception.refused(connection.info(), e);
    connection.write(Outgoing.reply(e.toMessage()).frame());
    connection.flush();
    connection.close(why);
  }

  private void onHandshakeTimeout() {
    if (!closed && driver == null) {
      refuse(
          new ProtocolException(
              ErrorCode.TIMEOUT,
              "no session after " + reception.handshakeTimeout().toSeconds() + " s"),
          CloseReason.POLICY);
    }
  }

  /** Ends what is served here, because the router does not serve any more. */
  public void shutDown() {
    if (!closed) {
      onClosing(CloseReason.GOING_AWAY);
      connection.flush();
      connection.close(CloseReason.GOING_AWAY);
    }
  }

  @Override
  public void onReadComplete() {
    loop.endBatch();
  }

  @Override
  public void onWritable() {
    if (driver != null) {
      driver.onWritable();
      loop.endBatch();
    }
  }

  @Override
  public void onClosing(CloseReason why) {
    if (!closed) {
      connection.write(Outgoing.reply(Farewell.of(why).toMessage()).frame());
    }
  }

  @Override
  public void onClosed(Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    handshakeTimer.cancel(false);
    if (cause != null) {
      LOG.debug("connection from {} failed: {}", connection.info().remote(), cause.toString());
    }
    if (driver != null) {
      driver.session().end();
    }
    reception.closed(this);
    reception.loops().release(loop);
  }
}
