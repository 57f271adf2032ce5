package to.clasp.router.internal.handler;

import java.util.List;
import to.clasp.protocol.Set;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * What a bundle holds, bundles inside it unfolded, checked for all that does not depend on the
 * params.
 *
 * @param sets the SETs in order
 * @param signals the PUBLISHes in order
 * @param routed whether any of them is more than passed on, see {@link
 *     to.clasp.router.internal.signal.SignalRouting}
 * @param bytes the size of all of them
 */
record BundleContent(List<Set> sets, List<Outgoing> signals, boolean routed, int bytes) {

  int messages() {
    return sets.size() + signals.size();
  }
}
