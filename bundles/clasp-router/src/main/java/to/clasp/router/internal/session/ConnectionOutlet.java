package to.clasp.router.internal.session;

import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;

/** Sends frames over a connection. */
record ConnectionOutlet(Connection connection) implements Outlet {

  @Override
  public void write(Outgoing message) {
    connection.write(message.frame());
  }

  @Override
  public void flush() {
    connection.flush();
  }

  @Override
  public boolean isWritable() {
    return connection.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    connection.setReading(on);
  }

  @Override
  public void close(CloseReason why) {
    connection.close(why);
  }
}
