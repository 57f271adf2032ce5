/**
 * Client of the rendezvous service: where devices register, so that others find them beyond their
 * own network. Plain Java and OSGi alike; begin with {@link to.clasp.rendezvous.RendezvousClient}.
 */
@Export
@Version("0.1.0")
package to.clasp.rendezvous;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
