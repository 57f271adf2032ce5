package to.clasp.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;

/**
 * One attempt to connect. It ends once, in a connection or in a failure that names the URI, at the
 * latest after the timeout; then the channel of a failure is closed. Safe from any thread.
 */
public final class Dial {
  private final URI to;
  private final CompletableFuture<Connection> result = new CompletableFuture<>();

  /**
   * An attempt that has not begun.
   *
   * @param to where to
   */
  public Dial(URI to) {
    this.to = to;
  }

  /**
   * Begins. The name is looked up elsewhere than on an event loop, because that blocks.
   *
   * @param from whose loops run the connection
   * @param how tells the timeout
   * @param bootstrap makes what has everything but group and address, for these loops; may block
   * @return what the attempt ends in
   */
  public CompletionStage<Connection> begin(
      ClientLoops from, ConnectOptions how, Function<EventLoops, Bootstrap> bootstrap) {
    if (to.getHost() == null || to.getPort() < 0) {
      fail("not a URI like " + to.getScheme() + "://host:port");
      return result;
    }
    ClientLoops.Lease lease = from.lease();
    EventLoops loops = lease.loops();
    try {
      Future<?> deadline =
          loops
              .group()
              .schedule(
                  () -> fail("no connection in time"),
                  how.timeout().toNanos(),
                  TimeUnit.NANOSECONDS);
      result.whenComplete((connection, failure) -> deadline.cancel(false));
      CompletableFuture.runAsync(
              () -> connect(lease, () -> bootstrap.apply(loops).group(loops.group())))
          .whenComplete((none, failure) -> giveUp(lease, failure));
    } catch (RejectedExecutionException stopped) {
      giveUp(lease, stopped);
    }
    return result;
  }

  private void giveUp(ClientLoops.Lease lease, Throwable failure) {
    if (failure != null) {
      lease.end();
      fail(failure);
    }
  }

  private void connect(ClientLoops.Lease lease, Supplier<Bootstrap> bootstrap) {
    InetSocketAddress address = new InetSocketAddress(ClientTls.host(to), to.getPort());
    if (address.isUnresolved()) {
      fail("unknown host");
    }
    if (isOver()) {
      lease.end();
      return;
    }
    ChannelFuture connecting = bootstrap.get().connect(address);
    lease.endWith(connecting);
    connecting.addListener(
        (ChannelFuture connected) -> {
          fail(connected.cause());
          closeWithoutResult(connected.channel());
        });
  }

  private void closeWithoutResult(Channel channel) {
    result.whenComplete(
        (connection, failure) -> {
          if (failure != null) {
            channel.close();
          }
        });
  }

  /**
   * Whether the attempt has ended.
   *
   * @return true after a success or a failure
   */
  public boolean isOver() {
    return result.isDone();
  }

  /**
   * The attempt has succeeded.
   *
   * @param connection the connection
   */
  public void succeed(Connection connection) {
    result.complete(connection);
  }

  /**
   * The attempt has failed.
   *
   * @param reason what to say behind the URI
   */
  public void fail(String reason) {
    result.completeExceptionally(new IOException(to + ": " + reason));
  }

  /**
   * The attempt has failed, unless the failure is null.
   *
   * @param failure why, or null
   */
  public void fail(Throwable failure) {
    if (failure != null) {
      Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
      result.completeExceptionally(new IOException(to + ": " + ClientTls.reason(why), why));
    }
  }
}
