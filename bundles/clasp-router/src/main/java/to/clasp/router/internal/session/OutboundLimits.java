package to.clasp.router.internal.session;

/**
 * How much may wait for a session that does not keep up.
 *
 * @param maxParams queued params; beyond, they are replaced by a snapshot once it keeps up again
 * @param maxMessages queued streams, and likewise queued events
 * @param maxReplies queued replies; beyond, the session is closed
 * @param maxBytes bytes of all queued params, streams and events, and likewise of all replies
 */
public record OutboundLimits(int maxParams, int maxMessages, int maxReplies, int maxBytes) {}
