/**
 * Finding CLASP devices on the local network, and being found.
 *
 * <p>Everything here comes from the network without any proof: a name, a URL and an id are what
 * somebody claims. Whoever connects proves itself by TLS and tokens.
 */
@Export
@Version("0.1.0")
package to.clasp.discovery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
