package to.clasp.client.internal;

import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Ping;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** A PING; completes at its PONG, when the router has gone past everything that was sent before. */
final class Fence extends Call<Void> {
  private static final Frame PING = Frame.wrap(FrameCodec.encode(Ping.INSTANCE));

  Fence(long deadline) {
    super(null, PING, deadline);
  }

  @Override
  String name() {
    return "PING";
  }

  @Override
  boolean takes(ErrorMessage error) {
    return false;
  }

  @Override
  void passed(Turn turn, String note) {
    turn.succeed(this, null);
  }
}
