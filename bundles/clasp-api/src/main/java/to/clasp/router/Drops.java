package to.clasp.router;

/**
 * What a session, or all of them, did not get one by one because the client did not keep up.
 *
 * @param paramsConflated values of params that a newer value, or a snapshot, took the place of
 * @param streamsDropped streams, gesture moves among them, that were dropped
 * @param eventsDropped events, and other signals that are told once, that were dropped
 * @param resyncs how often so many params waited that a snapshot was given instead
 */
public record Drops(long paramsConflated, long streamsDropped, long eventsDropped, long resyncs) {}
