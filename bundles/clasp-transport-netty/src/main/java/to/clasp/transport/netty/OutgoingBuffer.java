package to.clasp.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * What is written to a channel between two flushes, in one buffer. There is none while nothing is
 * written. Used on the channel's event loop.
 */
public final class OutgoingBuffer {
  /** More goes to the channel without waiting for a flush. */
  private static final int FULL = 64 * 1024;

  private static final int SMALLEST = 512;
  private static final int LARGEST_GUESS = 16 * 1024;

  private final Channel channel;
  private ByteBuf buffer;

  /** As much as was written the last time, because growing a buffer copies what is in it. */
  private int guess = SMALLEST;

  /**
   * Makes an empty buffer.
   *
   * @param channel what is written goes to it
   */
  public OutgoingBuffer(Channel channel) {
    this.channel = channel;
  }

  /**
   * The buffer, to be written to at once.
   *
   * @param bytes how many there is to be room for
   * @return the buffer; stays owned by this object
   */
  public ByteBuf room(int bytes) {
    if (buffer != null && buffer.readableBytes() + bytes > FULL) {
      flush();
    }
    if (buffer == null) {
      buffer = channel.alloc().directBuffer(Math.max(guess, bytes));
    }
    return buffer.ensureWritable(bytes);
  }

  /** Gives what was written to the channel. */
  public void flush() {
    if (buffer != null) {
      guess = Math.max(SMALLEST, Math.min(LARGEST_GUESS, buffer.readableBytes()));
      channel.writeAndFlush(take(), channel.voidPromise());
    }
  }

  /**
   * Takes what was written.
   *
   * @return the buffer, owned by the caller from now on; null if nothing was written
   */
  public ByteBuf take() {
    ByteBuf taken = buffer;
    buffer = null;
    return taken;
  }

  /** Drops what was written. */
  public void release() {
    if (buffer != null) {
      take().release();
    }
  }
}
