package to.clasp.client;

/** Something that was registered with a client and can be taken back. */
public interface Registration extends AutoCloseable {

  /** Takes it back. A callback that is running goes on; no further one begins. */
  @Override
  void close();
}
