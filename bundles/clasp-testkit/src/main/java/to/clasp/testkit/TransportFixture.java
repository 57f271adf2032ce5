package to.clasp.testkit;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;
import to.clasp.transport.Limits;

/** What {@link TransportContract} needs to know of a transport. One is made for each case. */
public interface TransportFixture extends AutoCloseable {
  /**
   * Opens an endpoint on the loopback address. It is open when the call returns.
   *
   * @param acceptor takes over its connections
   * @param port the port, or 0 for any that is free
   * @return where it can be reached, as {@code Endpoint.uris()} tells
   * @throws IOException if that is not possible
   */
  Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException;

  /**
   * Closes the endpoint, as an administrator does who removes its configuration. All connections
   * are closed when the call returns.
   *
   * @throws IOException if that is not possible
   */
  void stop() throws IOException;

  /**
   * Makes connections to the endpoint.
   *
   * @return always the same connector
   */
  Connector connector();

  /**
   * The largest frame that the transport carries; cases with larger ones use this size.
   *
   * @return bytes; for a reliable transport always {@link Limits#LARGEST_FRAME}
   */
  default int largestFrame() {
    return Limits.LARGEST_FRAME;
  }

  /**
   * Ends everything that was begun, threads too; the endpoint may still be open.
   *
   * @throws IOException if something does not end
   */
  @Override
  void close() throws IOException;
}
