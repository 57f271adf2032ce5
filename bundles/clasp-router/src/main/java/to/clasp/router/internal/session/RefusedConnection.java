package to.clasp.router.internal.session;

import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;

/** A connection that is not served: it is told why and closed. */
public final class RefusedConnection implements ConnectionHandler {

  private RefusedConnection() {}

  /** Sends a connection away for which there is no room. */
  public static RefusedConnection withoutRoom(Connection connection, ProtocolException why) {
    return sentAway(connection, why, CloseReason.OVERLOADED);
  }

  /** Sends a connection away because the service is about to end. */
  public static RefusedConnection atTheEnd(Connection connection) {
    return sentAway(connection, Farewell.of(CloseReason.GOING_AWAY), CloseReason.GOING_AWAY);
  }

  private static RefusedConnection sentAway(
      Connection connection, ProtocolException why, CloseReason reason) {
    connection.write(Outgoing.reply(why.toMessage()).frame());
    connection.flush();
    connection.close(reason);
    return new RefusedConnection();
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
