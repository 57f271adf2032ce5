package to.clasp.discovery.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of discovery on the local network. */
@ObjectClassDefinition(
    name = "CLASP discovery",
    description = "Finding devices on the local network, and being found.")
public @interface DiscoveryConfig {
  /**
   * What others see.
   *
   * @return any text that is not empty
   */
  @AttributeDefinition(name = "Name", description = "Name that is announced, for people to read.")
  String name() default "CLASP Relay";

  /**
   * Whether the open ports are announced.
   *
   * @return false to search only
   */
  @AttributeDefinition(
      name = "Announce",
      description = "Announce the ports that are open; false to search only.")
  boolean announce() default true;

  /**
   * Whether to use multicast DNS.
   *
   * @return true to announce and to browse by it
   */
  @AttributeDefinition(
      name = "mDNS",
      description = "Announce and browse _clasp._tcp by multicast DNS.")
  boolean mdns() default true;

  /**
   * Where broadcasts are answered and sent to.
   *
   * @return 0 to 65535
   */
  @AttributeDefinition(
      name = "Discovery port",
      description = "UDP port on which broadcasts are answered; 0 to answer none.",
      min = "0",
      max = "65535")
  int discoveryPort() default 7331;

  /**
   * Which networks are used.
   *
   * @return names of interfaces; empty for all that are up, but not loopback
   */
  @AttributeDefinition(
      name = "Interfaces",
      description = "Names of network interfaces; empty for all that are up, except loopback.")
  String[] interfaces() default {};

  /**
   * How long a search takes.
   *
   * @return 1 to 300
   */
  @AttributeDefinition(
      name = "Search time",
      description = "Seconds that a search of the local network takes.",
      min = "1",
      max = "300")
  int searchSeconds() default 5;

  /**
   * Who else is asked.
   *
   * @return a URL of http or https, or empty
   */
  @AttributeDefinition(
      name = "Rendezvous server",
      description = "URL of a rendezvous server that searches also ask; empty for none.")
  String rendezvousUrl() default "";

  /**
   * Whom the rendezvous server is asked for.
   *
   * @return a tag, or empty for all
   */
  @AttributeDefinition(
      name = "Rendezvous tag",
      description = "Only devices with this tag are asked of the rendezvous server; empty for all.")
  String rendezvousTag() default "";
}
