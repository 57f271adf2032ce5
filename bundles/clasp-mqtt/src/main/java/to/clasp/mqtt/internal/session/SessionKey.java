package to.clasp.mqtt.internal.session;

/**
 * What a session is known by. The subject is a part of it, so that nobody takes over the session of
 * somebody else by knowing a client identifier.
 *
 * @param namespace prefix of the addresses
 * @param subject who it is, or empty
 * @param clientId identifier of the client
 */
public record SessionKey(String namespace, String subject, String clientId) {}
