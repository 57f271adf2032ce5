package to.clasp.transport.quic.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import to.clasp.transport.netty.EventLoops;

/** What both sides tell about themselves, and the UDP sockets that they do it on. */
final class TransportParameters {
  /** What is spoken inside (protocol part 11). */
  static final String ALPN = "clasp/2";

  /** How much a peer may send before the first byte of it is read. Grows while it is read. */
  private static final int STREAM_WINDOW = 256 * 1024;

  private static final int CONNECTION_WINDOW = 1024 * 1024;

  /** Datagrams that wait for this side, or for the network. */
  private static final int DATAGRAMS = 64;

  private static final int LARGEST_PACKET = 1500;
  private static final int SOCKET_BUFFER = 1024 * 1024;
  private static final int PACKETS_PER_READ = 64;

  /** Enough for a client whose address changes several times in a row. */
  private static final int CONNECTION_IDS = 8;

  private TransportParameters() {}

  static <B extends QuicCodecBuilder<B>> B set(B codec) {
    return codec
        .initialMaxData(CONNECTION_WINDOW)
        .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
        .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
        .initialMaxStreamsUnidirectional(0)
        .maxRecvUdpPayloadSize(LARGEST_PACKET)
        .activeConnectionIdLimit(CONNECTION_IDS)
        .datagram(DATAGRAMS, DATAGRAMS);
  }

  static Bootstrap socket(EventLoops loops) {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.datagramChannel())
        .option(ChannelOption.ALLOCATOR, loops.allocator())
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
        .option(ChannelOption.RECVBUF_ALLOCATOR, packets());
  }

  private static RecvByteBufAllocator packets() {
    return new FixedRecvByteBufAllocator(LARGEST_PACKET).maxMessagesPerRead(PACKETS_PER_READ);
  }
}
