/**
 * A client of any CLASP router: {@link to.clasp.client.ClaspClient#connect} outside of OSGi, the
 * service {@link to.clasp.client.ClaspClients} inside.
 *
 * <p>All types are safe to use from any thread. Where a Javadoc comment does not say otherwise,
 * parameters and results are never null.
 */
@Export
@Version("0.1.0")
package to.clasp.client;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
