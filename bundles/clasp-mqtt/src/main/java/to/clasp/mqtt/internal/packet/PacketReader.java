package to.clasp.mqtt.internal.packet;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Cuts what arrives into packets. Those that come often are handed to the sink, the others, each
 * whole, to the decoder behind it. Holds no more than one packet and what arrived with it.
 */
public final class PacketReader extends ChannelInboundHandlerAdapter {
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int UNSUBSCRIBE = 10;
  private static final int PINGREQ = 12;
  private static final int DISCONNECT = 14;
  private static final int AUTH = 15;
  private static final int MAX_HEADER = 5;

  /** Of packets that wait while only answers are taken, bytes beyond which nothing more is read. */
  private static final int MOST_HELD = 256 * 1024;

  private final PacketSink sink;
  private ChannelHandlerContext context;
  private ByteBuf rest;

  /** Packets before the rest that are not taken yet; answers may pass them. */
  private ByteBuf held;

  private boolean last;
  private boolean broken;
  private boolean handling;

  /** An array for one packet at a time; shared by the channels of a loop. */
  public static final class Scratch {
    private static final int KEPT = 64 * 1024;
    private byte[] bytes = new byte[4096];

    byte[] of(int length) {
      if (length > KEPT) {
        return new byte[length];
      }
      if (length > bytes.length) {
        bytes = new byte[Math.max(length, Math.min(KEPT, bytes.length * 2))];
      }
      return bytes;
    }
  }

  public PacketReader(PacketSink sink) {
    this.sink = sink;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    stop();
  }

  /** Reads nothing more. */
  public void stop() {
    broken = true;
    if (!handling) {
      release();
    }
  }

  private void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Whether there is no room for more of what is not taken yet. */
  public boolean isFull() {
    return held != null && held.readableBytes() >= MOST_HELD;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf arrived = (ByteBuf) message;
    if (broken) {
      arrived.release();
      return;
    }
    if (rest == null) {
      rest = arrived;
    } else {
      try {
        rest.discardSomeReadBytes();
        rest.writeBytes(arrived);
      } finally {
        arrived.release();
      }
    }
    handle();
  }

  /** Goes on with what was kept while the sink did not read. */
  public void resume() {
    boolean all = last || sink.taking() == PacketSink.Taking.ALL;
    if (handling || broken || !all && sink.taking() == PacketSink.Taking.NOTHING) {
      return;
    }
    if (all && held != null) {
      ByteBuf first = held;
      held = null;
      if (rest != null) {
        first.writeBytes(rest);
        rest.release();
      }
      rest = first;
    }
    if (rest != null) {
      handle();
      sink.onReadComplete();
    }
  }

  /** The client is gone; what it has said before counts. */
  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (sink.taking() == PacketSink.Taking.ANSWERS) {
      last = true;
      resume();
    }
    from.fireChannelInactive();
  }

  private void handle() {
    if (handling) {
      return;
    }
    handling = true;
    try {
      while (!broken && next()) {
        // Each packet is handled by next().
      }
    } catch (MqttFault fault) {
      broken = true;
      sink.onFault(fault);
    } finally {
      handling = false;
      keepRest();
    }
  }

  /** A copy of what is left, so that a few bytes do not hold a large buffer. */
  private void keepRest() {
    if (broken) {
      release();
    } else if (!rest.isReadable()) {
      rest.release();
      rest = null;
    } else if (rest.capacity() > 2 * rest.readableBytes() + 1024) {
      ByteBuf copy = context.alloc().buffer(rest.readableBytes()).writeBytes(rest);
      rest.release();
      rest = copy;
    }
  }

  /** Handles a packet, if it is there as a whole. */
  private boolean next() {
    int start = rest.readerIndex();
    int available = rest.readableBytes();
    int length = 0;
    int header = 1;
    int digit = 0x80;
    while ((digit & 0x80) != 0) {
      if (header == MAX_HEADER) {
        throw MqttFault.malformed("the remaining length takes more than four bytes");
      }
      if (header >= available) {
        if (available > 0) {
          checkFirst(rest.getByte(start));
        }
        return false;
      }
      digit = rest.getByte(start + header);
      length |= (digit & 0x7F) << 7 * (header - 1);
      header++;
    }
    int first = rest.getByte(start) & 0xFF;
    checkFirst(first);
    if (header + length > sink.maxPacketBytes()) {
      throw new MqttFault(
          Reason.PACKET_TOO_LARGE,
          "a packet of " + (header + length) + " bytes, at most " + sink.maxPacketBytes());
    }
    if (available < header + length) {
      return false;
    }
    return take(first, header, length);
  }

  /** Has a packet handled now or later; false if it has to stay where it is. */
  private boolean take(int first, int header, int length) {
    PacketSink.Taking taking = last ? PacketSink.Taking.ALL : sink.taking();
    boolean now =
        taking == PacketSink.Taking.ALL && held == null
            || taking != PacketSink.Taking.NOTHING && isAnswer(first >> 4);
    if (now) {
      sink.onPacket();
      dispatch(first, header, length);
      return true;
    }
    if (taking == PacketSink.Taking.NOTHING || isFull()) {
      return false;
    }
    if (held == null) {
      held = context.alloc().buffer(header + length);
    }
    held.writeBytes(rest, header + length);
    return true;
  }

  private static boolean isAnswer(int type) {
    return type == PINGREQ || type >= PacketSink.PUBACK && type <= PacketSink.PUBCOMP;
  }

  private void checkFirst(int first) {
    int type = first >> 4 & 0xF;
    if ((type == CONNECT) == sink.isConnected()) {
      throw new MqttFault(
          Reason.PROTOCOL_ERROR,
          type == CONNECT ? "CONNECT was said already" : "the first packet is not CONNECT");
    }
  }

  private void dispatch(int first, int header, int length) {
    int type = first >> 4;
    int flags = first & 0xF;
    switch (type) {
      case PUBLISH -> {
        byte[] packet = take(header, length);
        sink.onPublish(packet, 0, length, flags);
      }
      case PacketSink.PUBACK, PacketSink.PUBREC, PacketSink.PUBREL, PacketSink.PUBCOMP ->
          answer(type, flags, take(header, length), length);
      case PINGREQ -> {
        if (length != 0 || flags != 0) {
          throw MqttFault.malformed("PINGREQ with content");
        }
        take(header, 0);
        sink.onPing();
      }
      case CONNECT -> {
        sink.onConnect(level(header, length));
        decode(header + length);
      }
      case SUBSCRIBE, UNSUBSCRIBE, DISCONNECT, AUTH -> decode(header + length);
      default ->
          throw new MqttFault(Reason.PROTOCOL_ERROR, "packet type " + type + " from a client");
    }
  }

  /** The decoder would wait for more if the packet says that there is more. */
  private void decode(int length) {
    context.fireChannelRead(rest.readRetainedSlice(length));
    if (!sink.isDecoded()) {
      throw MqttFault.malformed("the packet is cut off");
    }
  }

  private int level(int header, int length) {
    int name = rest.readerIndex() + header;
    int nameLength = length < 2 ? length : rest.getUnsignedShort(name);
    return nameLength + 2 < length ? rest.getUnsignedByte(name + 2 + nameLength) : 0;
  }

  private byte[] take(int header, int length) {
    byte[] packet = sink.scratch().of(length);
    rest.skipBytes(header).readBytes(packet, 0, length);
    return packet;
  }

  private void answer(int type, int flags, byte[] packet, int length) {
    int expected = type == PacketSink.PUBREL ? 2 : 0;
    if (length < 2 || flags != expected) {
      throw MqttFault.malformed("a malformed answer to PUBLISH");
    }
    int packetId = (packet[0] & 0xFF) << 8 | packet[1] & 0xFF;
    if (packetId == 0) {
      throw MqttFault.malformed("packet identifier 0");
    }
    sink.onAnswer(type, packetId, length > 2 ? packet[2] & 0xFF : Reason.SUCCESS);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    sink.onReadComplete();
    from.fireChannelReadComplete();
  }
}
