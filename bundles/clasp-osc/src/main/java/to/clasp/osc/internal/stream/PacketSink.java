package to.clasp.osc.internal.stream;

/** Takes packets. */
public interface PacketSink {
  /**
   * A whole packet.
   *
   * @param bytes hold it; borrowed during the call
   * @param offset where it begins
   * @param length its size
   */
  void packet(byte[] bytes, int offset, int length);
}
