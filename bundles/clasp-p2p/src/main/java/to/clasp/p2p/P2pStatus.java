package to.clasp.p2p;

/**
 * How direct connections stand in this process.
 *
 * @param active whether connections can be made; if not, everything goes through the router
 * @param inactiveReason why not, for people; empty while active
 * @param openConnections WebRTC peer connections that exist now, open or on the way there
 * @param createdConnections how many were ever made
 * @param leakedBytes estimate of the native memory that closed connections did not give back: the
 *     library keeps 75 KB of each one until the process ends
 */
public record P2pStatus(
    boolean active,
    String inactiveReason,
    int openConnections,
    long createdConnections,
    long leakedBytes) {}
