/**
 * The messages, values, addresses and patterns of CLASP 3.3, independent of any transport.
 *
 * <p>All types are immutable and safe to use from any thread. Where a Javadoc comment does not say
 * otherwise, parameters and results are never null.
 */
@Export
@Version("0.1.0")
package to.clasp.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
