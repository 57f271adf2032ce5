/**
 * For tests: a transport in memory, a raw client that talks in single messages, and the contract
 * that every transport has to pass.
 */
@Export
@Version("0.1.0")
package to.clasp.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
