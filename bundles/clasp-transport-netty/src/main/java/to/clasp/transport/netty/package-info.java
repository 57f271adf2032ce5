/**
 * What transports on Netty share: the event loops, the bridge from a Netty channel to a connection,
 * the listening port and how it is secured. For transports and edges of CLASP only.
 */
@Export
@Version("0.1.0")
package to.clasp.transport.netty;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
