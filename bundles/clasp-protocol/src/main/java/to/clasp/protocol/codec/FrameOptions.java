package to.clasp.protocol.codec;

/**
 * What a frame's header says about its message (protocol 1.2).
 *
 * @param qos the quality of service bits; nothing depends on them
 * @param timestamp time of the frame in µs since 1970-01-01 UTC (unsigned), or null for none
 */
public record FrameOptions(Qos qos, Long timestamp) {}
