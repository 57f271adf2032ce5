/**
 * Bytes between two clients directly, by WebRTC, with the router as the way for signals and as the
 * way round where no direct connection comes about. Begin at {@link to.clasp.p2p.PeerToPeer}.
 */
@Export
@Version("0.1.0")
package to.clasp.p2p;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
