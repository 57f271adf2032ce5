package to.clasp.itests.soak;

import java.io.IOException;

/** One kind of load. Its methods are called by one thread. */
interface Role extends AutoCloseable {

  /** Does a little, for at most a few seconds. */
  void step() throws Exception;

  /** After the last step, while the relay still runs: checks what can be checked only then. */
  default void finish() throws Exception {}

  @Override
  default void close() throws IOException {}
}
