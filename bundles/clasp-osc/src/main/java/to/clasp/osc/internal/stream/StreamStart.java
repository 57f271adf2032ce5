package to.clasp.osc.internal.stream;

/** Begins to read a connection. */
public interface StreamStart {
  /**
   * A stream that begins.
   *
   * @param first its first byte
   * @param largest largest packet in bytes
   * @return reads and writes it
   * @throws to.clasp.osc.internal.codec.OscException if the byte begins no packet
   */
  PacketStream begin(byte first, int largest);
}
