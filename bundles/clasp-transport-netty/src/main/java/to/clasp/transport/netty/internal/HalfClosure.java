package to.clasp.transport.netty.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends one direction of a stream and leaves the other one open. */
public final class HalfClosure {
  /** When a write is done: the peer sees that nothing more comes, and may still send. */
  public static final ChannelFutureListener OF_OUTPUT = HalfClosure::endOutput;

  private HalfClosure() {}

  private static void endOutput(ChannelFuture written) {
    Channel channel = written.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel stream && channel.isActive()) {
      stream.shutdownOutput();
    }
  }
}
