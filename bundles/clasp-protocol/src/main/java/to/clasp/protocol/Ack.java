package to.clasp.protocol;

/**
 * ACK (0x50): the router has done what was asked. Each part is null when not stated.
 *
 * @param address what was written or announced
 * @param revision the new revision (unsigned)
 * @param locked whether the param is locked now
 * @param holder id of the session that holds the lock
 * @param correlationId number of the request, 0 to 2^32-1; no request of release 3 carries one
 */
public record Ack(String address, Long revision, Boolean locked, String holder, Long correlationId)
    implements Message {}
