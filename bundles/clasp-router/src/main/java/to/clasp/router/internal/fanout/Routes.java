package to.clasp.router.internal.fanout;

/** Finds who receives what is published under an address. Safe from any thread, takes no lock. */
public interface Routes {

  /** Changes whenever an answer of {@link #match} may have changed; read it before matching. */
  long generation();

  /** The sessions whose subscriptions match and that may read the address. */
  Route match(String address);
}
