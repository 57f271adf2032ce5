package to.clasp.transport.netty;

/**
 * Whether a port asks its clients for certificates. One that does not hold up is always refused.
 */
public enum ClientCertificates {
  /** It does not ask. */
  NONE,
  /** It asks; a client may have none. */
  OPTIONAL,
  /** It refuses a client that has none. */
  REQUIRED
}
