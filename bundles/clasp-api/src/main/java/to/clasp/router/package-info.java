/**
 * The router as seen from inside the JVM: sessions that exchange messages instead of frames.
 *
 * <p>Where a Javadoc comment does not say otherwise, nothing is null and nothing blocks.
 */
@Export
@Version("0.1.0")
package to.clasp.router;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
