package to.clasp.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;

/** A session that ends as soon as the relay has answered HELLO. */
final class Greeting implements ConnectionHandler {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int VERSION = 1;

  private final CompletableFuture<Welcome> answer = new CompletableFuture<>();

  private Greeting() {}

  /**
   * Says HELLO and waits for the answer.
   *
   * @param to where a relay listens
   * @param tls what to trust, where the scheme asks for that
   * @param name who we are
   * @param token what we show
   * @return the answer
   * @throws IOException if there is no relay, or it refuses; the message says which
   */
  static Welcome send(URI to, TlsOptions tls, String name, String token) throws IOException {
    Frame hello = Frame.wrap(FrameCodec.encode(new Hello(VERSION, Features.NONE, name, token)));
    Greeting greeting = new Greeting();
    try {
      connector(to)
          .connect(to, new ConnectOptions(DEADLINE, Limits.LARGEST_FRAME, tls), none -> greeting)
          .thenAccept(connection -> greeting.greet(connection, hello))
          .exceptionally(greeting::fail);
      return greeting.answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException(to + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static Connector connector(URI to) throws IOException {
    return ServiceLoader.load(Connector.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> each.schemes().contains(to.getScheme()))
        .max(Comparator.comparingInt(Connector::ranking))
        .orElseThrow(() -> new IOException(to + ": no transport for " + to.getScheme()));
  }

  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null && !(last instanceof IOException)) {
      last = last.getCause();
    }
    return last.getMessage();
  }

  private void greet(Connection connection, Frame hello) {
    connection
        .executor()
        .execute(
            () -> {
              connection.write(hello);
              connection.flush();
            });
    answer.whenComplete(
        (welcome, failure) ->
            connection.executor().execute(() -> connection.close(CloseReason.NORMAL)));
  }

  private Void fail(Throwable failure) {
    answer.completeExceptionally(failure);
    return null;
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    try {
      Message message = FrameCodec.decode(buffer, offset, length).message();
      if (message instanceof Welcome welcome) {
        answer.complete(welcome);
      } else if (message instanceof ErrorMessage error) {
        fail(new IOException("refused: " + error.code() + " " + error.message()));
      }
    } catch (ProtocolException e) {
      fail(new IOException("not understood: " + e.getMessage(), e));
    }
  }

  @Override
  public void onReadComplete() {}

  @Override
  public void onWritable() {}

  @Override
  public void onClosing(CloseReason why) {}

  @Override
  public void onClosed(Throwable cause) {
    fail(new IOException("the relay has closed the connection", cause));
  }
}
