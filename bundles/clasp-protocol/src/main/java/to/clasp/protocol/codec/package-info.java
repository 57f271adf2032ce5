/**
 * Reading and writing frames: the binary encoding both ways, the legacy MessagePack encoding for
 * reading.
 *
 * <p>Everything here works on byte arrays, keeps no state and may be called from any thread, except
 * an {@link to.clasp.protocol.codec.AddressCache}, which is one thread's own.
 */
@Export
@Version("0.1.0")
package to.clasp.protocol.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
