package to.clasp.router.internal.session;

import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;

/** A connection for which there is no room: it is told so and closed. */
public final class RefusedConnection implements ConnectionHandler {

  public RefusedConnection(Connection connection, ProtocolException why) {
    connection.write(Outgoing.reply(why.toMessage()).frame());
    connection.flush();
    connection.close(CloseReason.OVERLOADED);
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {}

  @Override
  public void onReadComplete() {}

  @Override
  public void onWritable() {}

  @Override
  public void onClosing(CloseReason why) {}

  @Override
  public void onClosed(Throwable cause) {}
}
