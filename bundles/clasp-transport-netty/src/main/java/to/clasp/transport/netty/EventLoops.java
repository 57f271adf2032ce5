package to.clasp.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.transport.netty.internal.LoopGroup;

/**
 * The event loops that all connections of a process share. A service; users never shut the group
 * down. Safe from any thread.
 */
@ProviderType
public interface EventLoops {

  /** Event loops that belong to the one who made them. */
  @ProviderType
  interface Owned extends EventLoops, AutoCloseable {
    /** Ends all loops and their threads, within about two seconds. Not to be called on a loop. */
    @Override
    void close();
  }

  /**
   * Event loops for use without OSGi: native ones where the platform has them.
   *
   * @param threads number of loops, 0 for half the number of processors and at least one
   * @return running loops; their threads are daemons
   */
  static Owned create(int threads) {
    return LoopGroup.create(threads, true);
  }

  /**
   * Event loops on the JDK's own channels, also where native ones exist.
   *
   * @param threads as in {@link #create(int)}
   * @return running loops
   */
  static Owned createPortable(int threads) {
    return LoopGroup.create(threads, false);
  }

  /**
   * The loops.
   *
   * @return the group
   */
  EventLoopGroup group();

  /**
   * What to listen with.
   *
   * @return the class of stream server channels of this group
   */
  Class<? extends ServerChannel> serverChannel();

  /**
   * What to connect with.
   *
   * @return the class of stream channels of this group
   */
  Class<? extends Channel> clientChannel();

  /**
   * What to send and receive datagrams with.
   *
   * @return the class of UDP channels of this group
   */
  Class<? extends DatagramChannel> datagramChannel();

  /**
   * Whether the loops use the operating system directly.
   *
   * @return true for epoll, false for the JDK's channels
   */
  boolean isNative();

  /**
   * What makes buffers.
   *
   * @return the allocator for all channels of the group
   */
  ByteBufAllocator allocator();
}
