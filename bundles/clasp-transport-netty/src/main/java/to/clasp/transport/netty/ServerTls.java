package to.clasp.transport.netty;

import io.netty.handler.ssl.SslContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How one port is secured, following its files: what is told is always the last that was good. Safe
 * from any thread.
 */
@ProviderType
public interface ServerTls extends AutoCloseable {
  /**
   * What was asked for.
   *
   * @return the settings
   */
  TlsSettings settings();

  /**
   * For TLS 1.2 and 1.3 over a stream of bytes. To be asked for each new connection.
   *
   * @return the context, of the JDK's implementation
   */
  SslContext context();

  /**
   * For transports that make a context of their own.
   *
   * @return key and certificates that {@link #context} was made of
   */
  TlsMaterial material();

  /**
   * Asks to be told when the files have changed and are good. Until {@link #close}.
   *
   * @param listener called on a thread of its own, one call after the other; must not block long
   */
  void onChange(Runnable listener);

  /** Ends this use. What was asked for before stays valid, but follows no change. */
  @Override
  void close();
}
