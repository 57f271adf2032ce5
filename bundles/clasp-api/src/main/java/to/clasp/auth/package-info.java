/**
 * Who may do what: credentials are shown at the handshake and answered with a grant.
 *
 * <p>All types are immutable and safe to use from any thread. Where a Javadoc comment does not say
 * otherwise, nothing is null.
 */
@Export
@Version("0.1.0")
package to.clasp.auth;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
