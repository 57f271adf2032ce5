package to.clasp.transport.udp.internal;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Result;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.netty.Networks;

/**
 * Lets in whose address is trusted or proved. Others get an answer that is at most three times as
 * large as what they sent, from nothing that is kept for them.
 */
final class Door {
  private static final int AMPLIFICATION = 3;
  private static final int PROTOCOL_VERSION = 1;

  private final Cookies cookies;

  Door(Cookies cookies) {
    this.cookies = cookies;
  }

  /**
   * Looks at a datagram that no connection is for.
   *
   * @param trusted whose addresses need no proof
   * @param from who seems to have sent it
   * @param datagram what arrived; a frame by its first byte
   * @param reply takes an answer
   * @return the frame to begin a connection with, or null
   */
  byte[] admit(Networks trusted, InetSocketAddress from, byte[] datagram, Consumer<byte[]> reply) {
    if (trusted.contains(from.getAddress())) {
      return datagram;
    }
    Message message;
    try {
      message = FrameCodec.decode(datagram, 0, datagram.length).message();
    } catch (ProtocolException invalid) {
      refuse(invalid.code(), invalid.getMessage(), datagram.length, reply);
      return null;
    }
    if (message instanceof Hello hello) {
      if (cookies.isIn(hello.token(), from)) {
        return withoutCookie(hello);
      }
      replyWithin(FrameCodec.encode(welcome(from)), datagram.length, reply);
    } else if (message instanceof Ping) {
      replyWithin(FrameCodec.encode(Pong.INSTANCE), datagram.length, reply);
    } else if (!isAnswer(message)) {
      refuse(ErrorCode.UNAUTHORIZED, "HELLO with WELCOME's token first", datagram.length, reply);
    }
    return null;
  }

  /** Whether a datagram is a HELLO with a cookie that is good for its sender. */
  boolean isProof(InetSocketAddress from, byte[] datagram) {
    try {
      return Wire.isHello(datagram, datagram.length)
          && FrameCodec.decode(datagram, 0, datagram.length).message() instanceof Hello hello
          && cookies.isIn(hello.token(), from);
    } catch (ProtocolException invalid) {
      return false;
    }
  }

  /** As {@link Wire#isAnswer}, for messages in the legacy encoding. */
  private static boolean isAnswer(Message message) {
    return message instanceof Welcome
        || message instanceof Snapshot
        || message instanceof Result
        || message instanceof Pong
        || message instanceof Ack
        || message instanceof ErrorMessage;
  }

  private static byte[] withoutCookie(Hello hello) {
    return FrameCodec.encode(
        new Hello(hello.version(), hello.features(), hello.name(), Cookies.strip(hello.token())));
  }

  /** Without session and name: it opens none, and has to be short. */
  private Welcome welcome(InetSocketAddress to) {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return new Welcome(PROTOCOL_VERSION, Features.ALL, now, "", "", cookies.of(to));
  }

  /** Says why, or just that, or nothing, whatever may be sent. */
  static void refuse(ErrorCode code, String text, int received, Consumer<byte[]> reply) {
    byte[] full = error(code, text);
    replyWithin(full.length <= AMPLIFICATION * received ? full : error(code, ""), received, reply);
  }

  private static byte[] error(ErrorCode code, String text) {
    return FrameCodec.encode(new ErrorMessage(code.code(), text, null, null));
  }

  private static void replyWithin(byte[] answer, int received, Consumer<byte[]> reply) {
    if (answer.length <= AMPLIFICATION * received) {
      reply.accept(answer);
    }
  }
}
