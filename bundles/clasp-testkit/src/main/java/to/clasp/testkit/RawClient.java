package to.clasp.testkit;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;

/**
 * A client for tests that sends and receives single messages and does nothing by itself. Every wait
 * has a deadline of {@link #TIMEOUT} unless given, and fails with an {@link AssertionError} that
 * says what arrived instead. For one test thread at a time.
 */
public final class RawClient implements AutoCloseable {
  /** How long a wait may take: twenty seconds. */
  public static final Duration TIMEOUT = Await.DEADLINE;

  private static final byte[] END = new byte[0];
  private static final int SHOWN = 20;
  private static final int SHOWN_LENGTH = 200;

  private final Connection connection;
  private final Inbox inbox;
  private final List<Message> taken = Collections.synchronizedList(new ArrayList<>());

  private RawClient(Connection connection, Inbox inbox) {
    this.connection = connection;
    this.inbox = inbox;
  }

  /**
   * Connects, with default limits.
   *
   * @param connector makes the connection
   * @param to where to
   * @return the connected client; nothing is sent yet
   */
  public static RawClient connect(Connector connector, URI to) {
    return connect(connector, to, ConnectOptions.DEFAULT);
  }

  /**
   * Connects.
   *
   * @param connector makes the connection
   * @param to where to
   * @param how limits for the connection
   * @return the connected client; nothing is sent yet
   */
  public static RawClient connect(Connector connector, URI to, ConnectOptions how) {
    Inbox inbox = new Inbox();
    try {
      Connection connection =
          connector
              .connect(to, how, unused -> inbox)
              .toCompletableFuture()
              .get(how.timeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
      return new RawClient(connection, inbox);
    } catch (ExecutionException failure) {
      throw new AssertionError("cannot connect: " + failure.getCause(), failure.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("the connector kept no deadline: " + to, late);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /**
   * The connection of the client, for tests of the transport itself.
   *
   * @return the client's end
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Sends messages together: one flush, so that they arrive as one batch where a transport keeps
   * batches.
   *
   * @param messages the messages, in this order
   * @return this
   */
  public RawClient send(Message... messages) {
    return sendBytes(Arrays.stream(messages).map(FrameCodec::encode).toArray(byte[][]::new));
  }

  /**
   * Sends bytes as they are, together as {@link #send} does.
   *
   * @param frames each becomes one frame, valid or not
   * @return this
   */
  public RawClient sendBytes(byte[]... frames) {
    onLoop(
        () -> {
          for (byte[] frame : frames) {
            connection.write(Frame.wrap(frame));
          }
          connection.flush();
        });
    return this;
  }

  /**
   * The next message.
   *
   * @return the first message that was not taken before
   */
  public Message next() {
    return next(TIMEOUT);
  }

  /**
   * The next message.
   *
   * @param timeout how long to wait
   * @return the first message that was not taken before
   */
  public Message next(Duration timeout) {
    byte[] frame = take(timeout, "a message");
    Message message = FrameCodec.decode(frame, 0, frame.length).message();
    taken.add(message);
    return message;
  }

  /**
   * The next frame, not decoded; it does not show in {@link #received()}.
   *
   * @return its bytes
   */
  public byte[] nextBytes() {
    return take(TIMEOUT, "a frame");
  }

  /**
   * The next message, which must be of the given type.
   *
   * @param type type of the message
   * @param <T> type of the message
   * @return the message
   */
  public <T extends Message> T expect(Class<T> type) {
    byte[] frame = take(TIMEOUT, type.getSimpleName());
    Message message = FrameCodec.decode(frame, 0, frame.length).message();
    taken.add(message);
    if (!type.isInstance(message)) {
      throw new AssertionError(
          "expected " + type.getSimpleName() + ", but got " + message + seen());
    }
    return type.cast(message);
  }

  /**
   * Fails if anything arrives before the answer to a PING that is sent now. Whatever the router
   * sent to this client before it read the PING is noticed, without waiting for time to pass.
   *
   * @return this
   */
  public RawClient expectNothing() {
    List<Message> more = drain();
    if (!more.isEmpty()) {
      throw new AssertionError("expected nothing, but got " + more + seen());
    }
    return this;
  }

  /**
   * Takes everything that arrives before the answer to a PING that is sent now.
   *
   * @return the messages, without the PONG
   */
  public List<Message> drain() {
    send(Ping.INSTANCE);
    List<Message> messages = new ArrayList<>();
    for (Message message = next(); !(message instanceof Pong); message = next()) {
      messages.add(message);
    }
    return messages;
  }

  /**
   * Sends HELLO without a token and takes WELCOME and the initial SNAPSHOTs.
   *
   * @param name name of the client
   * @return the answer
   */
  public Welcome hello(String name) {
    return hello(new Hello(1, Features.ALL, name, null));
  }

  /**
   * Sends HELLO and takes WELCOME and the initial SNAPSHOTs: those that arrive before the answer to
   * a PING.
   *
   * @param hello the message to send
   * @return the answer
   */
  public Welcome hello(Hello hello) {
    send(hello);
    Welcome welcome = expect(Welcome.class);
    expect(Snapshot.class);
    for (Message more : drain()) {
      if (!(more instanceof Snapshot)) {
        throw new AssertionError("expected only SNAPSHOTs after WELCOME, but got " + more + seen());
      }
    }
    return welcome;
  }

  /**
   * Waits until the connection is closed; messages that arrived before can still be taken.
   *
   * @return why, as far as the transport tells: text of the failure that contains {@link
   *     CloseReason#text()} of the reason, or just that of {@link CloseReason#NORMAL}
   */
  public String awaitClosed() {
    try {
      return inbox.closed.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new AssertionError("still open after " + TIMEOUT + seen(), late);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /** Stops reading, as a client does that is busy. In effect when the call returns. */
  public void pauseReading() {
    setReading(false);
  }

  /** Reads again. */
  public void resumeReading() {
    setReading(true);
  }

  /**
   * Every message that was taken so far, by whichever method.
   *
   * @return the messages in the order of their arrival
   */
  public List<Message> received() {
    return List.copyOf(taken);
  }

  /** Closes the connection normally, and waits until it is closed. */
  @Override
  public void close() {
    if (!inbox.closed.isDone()) {
      onLoop(() -> connection.close(CloseReason.NORMAL));
      awaitClosed();
    }
  }

  private void setReading(boolean on) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        () -> {
          connection.setReading(on);
          done.complete(null);
        });
    done.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void onLoop(Runnable task) {
    try {
      connection.executor().execute(task);
    } catch (RejectedExecutionException stopped) {
      throw new AssertionError("the client's transport has stopped" + seen(), stopped);
    }
  }

  private byte[] take(Duration timeout, String wanted) {
    byte[] frame;
    try {
      frame = inbox.frames.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
    if (frame == null) {
      throw new AssertionError("expected " + wanted + " within " + timeout + seen());
    }
    if (frame == END) {
      inbox.frames.add(END);
      throw new AssertionError("expected " + wanted + ", but: " + inbox.closed.join() + seen());
    }
    return frame;
  }

  private String seen() {
    int from = Math.max(0, taken.size() - SHOWN);
    return taken.subList(from, taken.size()).stream()
        .map(message -> cut(message.toString()))
        .collect(Collectors.joining(", ", "; taken so far (" + taken.size() + "): [", "]"));
  }

  /** A SNAPSHOT of a large state would hide what went wrong. */
  private static String cut(String text) {
    return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
  }

  private static AssertionError interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted", interrupted);
  }

  /** Where frames wait between the connection's loop and the test. */
  private static final class Inbox implements ConnectionHandler {
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      frames.add(Arrays.copyOfRange(requireNonNull(buffer), offset, offset + length));
    }

    @Override
    public void onReadComplete() {
      // a client that only listens has nothing to flush
    }

    @Override
    public void onWritable() {
      // a test sends little
    }

    @Override
    public void onClosing(CloseReason why) {
      // nothing to say
    }

    @Override
    public void onClosed(Throwable cause) {
      closed.complete(
          cause == null ? CloseReason.NORMAL.text() : String.valueOf(cause.getMessage()));
      frames.add(END);
    }
  }
}
