package to.clasp.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.CloseReason;

/**
 * The open channels of one owner, a port or a connector, which end with it. So nothing of a bundle
 * runs on after its stop. Safe from any thread; {@link #close} from any but a loop.
 */
public final class ChannelSet implements AutoCloseable {
  /** For handlers to know, all together, however busy their loops are. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private final Map<Channel, Runnable> open = new ConcurrentHashMap<>();
  private final Duration last;
  private volatile boolean closing;

  /** Nothing is open yet. */
  public ChannelSet() {
    this(LAST);
  }

  /**
   * Nothing is open yet.
   *
   * @param last how long {@link #close} waits for loops that do not answer
   */
  ChannelSet(Duration last) {
    this.last = last;
  }

  /**
   * Takes a channel until it is closed. A channel that comes when the owner ends is closed.
   *
   * @param channel the new channel, with a {@link NettyConnection} or without one yet
   * @return false if it is closed because the owner ends
   */
  public boolean add(Channel channel) {
    return add(channel, () -> dismiss(channel));
  }

  /**
   * Takes a channel whose connection is of another kind.
   *
   * @param channel the new channel
   * @param dismissal closes its connection as going away, or the channel if it has none; called on
   *     the event loop, once at most
   * @return false if it is closed because the owner ends
   */
  public boolean add(Channel channel, Runnable dismissal) {
    open.put(channel, dismissal);
    channel.closeFuture().addListener(closed -> forget(channel));
    if (closing) {
      channel.close();
    }
    return !closing;
  }

  /** While the owner ends, {@link #close} still needs them all. */
  private void forget(Channel channel) {
    if (!closing) {
      open.remove(channel);
    }
  }

  /** As {@link #close(Duration)}, within two seconds. */
  @Override
  public void close() {
    close(NettyListener.STOP);
  }

  /**
   * Closes the connections as going away, and channels without a {@link NettyConnection}, whose
   * handlers get the user event {@link CloseReason#GOING_AWAY} before. Returns when all are closed
   * and their handlers know, or two seconds after the drain if a loop is stuck.
   *
   * @param drain how long peers may take what is on its way to them; then they are cut off
   */
  public void close(Duration drain) {
    closing = true;
    open.forEach(ChannelSet::onLoop);
    long begin = System.nanoTime();
    for (Channel channel : open.keySet()) {
      if (!await(channel.closeFuture(), begin, drain)) {
        cut(channel);
      }
    }
    List<Future<?>> confirmed = new ArrayList<>();
    open.keySet().forEach(each -> confirmed.add(onLoop(each, () -> confirm(each))));
    long cut = System.nanoTime();
    confirmed.forEach(each -> await(each, cut, last));
  }

  private static boolean await(Future<?> what, long begin, Duration time) {
    long left = time.toNanos() - (System.nanoTime() - begin);
    return what.awaitUninterruptibly(Math.max(0, left), TimeUnit.NANOSECONDS);
  }

  private static Future<?> onLoop(Channel channel, Runnable task) {
    try {
      return channel.eventLoop().submit(task);
    } catch (RejectedExecutionException stopped) {
      return channel.close();
    }
  }

  /** Past all handlers: one that says goodbye first has had its time. */
  private static void cut(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  private static void dismiss(Channel channel) {
    NettyConnection connection = NettyConnection.of(channel);
    if (connection == null) {
      channel.pipeline().fireUserEventTriggered(CloseReason.GOING_AWAY);
      channel.close();
    } else {
      connection.closeForOwnReason(CloseReason.GOING_AWAY, null);
    }
  }

  /** A channel counts as closed a little before its handlers know. */
  private static void confirm(Channel channel) {
    NettyConnection connection = NettyConnection.of(channel);
    if (connection != null && !channel.isOpen()) {
      connection.finish();
    }
  }
}
