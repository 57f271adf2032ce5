/** For tests: clients that stay served while endpoints come and go, and an account of every SET. */
@Export
@Version("0.1.0")
package to.clasp.testkit.failover;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
