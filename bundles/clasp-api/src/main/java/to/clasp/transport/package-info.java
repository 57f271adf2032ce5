/**
 * The transport SPI: what a transport implements and what it may rely on.
 *
 * <p>A transport moves frames, whole and in order, between a peer and a {@link
 * to.clasp.transport.ConnectionHandler}. It knows no message, no session and no router: it asks the
 * {@link to.clasp.transport.ConnectionAcceptor} for a handler for each new connection. Plain bytes
 * cross the border; no type of a network library does.
 *
 * <p>Threads: every call to a {@link to.clasp.transport.Connection} and every callback of its
 * handler happens on the connection's {@linkplain to.clasp.transport.Connection#executor()
 * executor}, one after the other. Where a Javadoc comment does not say otherwise, nothing is null
 * and nothing blocks.
 */
@Export
@Version("0.1.0")
package to.clasp.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
