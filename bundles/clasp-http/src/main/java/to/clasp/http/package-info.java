/**
 * Answering HTTP requests on CLASP's ports. A bundle registers {@link to.clasp.http.HttpRoute}
 * services; no type of the server shows here.
 */
@Export
@Version("0.1.0")
package to.clasp.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
