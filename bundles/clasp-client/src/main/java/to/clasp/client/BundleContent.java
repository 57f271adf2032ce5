package to.clasp.client;

import org.osgi.annotation.versioning.ProviderType;
import to.clasp.protocol.Message;

/**
 * What takes effect together: all params in the order given, then all other signals in theirs. Used
 * by one thread. All methods throw {@link IllegalArgumentException} for a value that has no form on
 * the wire, and {@link to.clasp.protocol.ProtocolException} for an invalid address.
 */
@ProviderType
public interface BundleContent {

  /**
   * Adds the writing of a param.
   *
   * @param address address of the param
   * @param value the new value, see {@link ClaspClient}; may be null
   * @return this
   */
  BundleContent set(String address, Object value);

  /**
   * Adds the writing of a param under conditions.
   *
   * @param address address of the param
   * @param value the new value; may be null
   * @param options the conditions
   * @return this
   */
  BundleContent set(String address, Object value, SetOptions options);

  /**
   * Adds an event.
   *
   * @param address address of the event
   * @param value its value; may be null
   * @return this
   */
  BundleContent emit(String address, Object value);

  /**
   * Adds any message that a bundle may hold.
   *
   * @param message a SET, a PUBLISH or a BUNDLE
   * @return this
   */
  BundleContent add(Message message);
}
