package to.clasp.router;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One session.
 *
 * @param id its id, a UUID in lower case
 * @param name name that the client gave itself, without control characters
 * @param transport what it came through, such as {@code websocket}
 * @param remote where the client is; empty for a session in the JVM
 * @param subject who it is, from its token; empty for nobody in particular
 * @param since when it was opened
 * @param subscriptions how many subscriptions it has
 * @param queuedBytes bytes that wait because the client does not keep up
 * @param queuedMessages messages that wait because the client does not keep up
 * @param drops what the client did not get
 * @param messagesIn messages of the client that were handled
 * @param messagesOut messages that were written to the client
 * @param paused whether the client is not read from at the moment, because it has to read first or
 *     others have to catch up with what it sent
 */
public record SessionStatus(
    String id,
    String name,
    String transport,
    String remote,
    String subject,
    Instant since,
    int subscriptions,
    long queuedBytes,
    int queuedMessages,
    Drops drops,
    long messagesIn,
    long messagesOut,
    boolean paused) {
  /** Checks for null. */
  public SessionStatus {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(transport, "transport");
    requireNonNull(remote, "remote");
    requireNonNull(subject, "subject");
    requireNonNull(since, "since");
    requireNonNull(drops, "drops");
  }
}
