package to.clasp.rendezvous.internal.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the rendezvous server. */
@ObjectClassDefinition(
    name = "CLASP rendezvous",
    description = "Devices register here by HTTP, below /api/v1, so that others find them.")
public @interface RendezvousConfig {
  /**
   * How long a device is kept.
   *
   * @return 1 to 86400
   */
  @AttributeDefinition(
      name = "Time to live",
      description = "Seconds after its last registration or refresh that a device is shown.",
      min = "1",
      max = "86400")
  int ttlSeconds() default 300;

  /**
   * How many devices there may be.
   *
   * @return 1 to 1000000
   */
  @AttributeDefinition(
      name = "Most devices",
      description =
          "Beyond, the device that was not seen for longest goes, of the source with most devices.",
      min = "1",
      max = "1000000")
  int maxDevices() default 10_000;

  /**
   * How much memory they may take.
   *
   * @return at least four times the largest device and 16384
   */
  @AttributeDefinition(
      name = "Most bytes",
      description =
          "Bytes that all devices may take; beyond, devices go as if there were too many.",
      min = "17408")
  int maxBytes() default 33_554_432;

  /**
   * How large a device may be.
   *
   * @return 256 to 65536
   */
  @AttributeDefinition(
      name = "Largest device",
      description = "Bytes of one device as it is shown; beyond, it is refused with 422.",
      min = "256",
      max = "65536")
  int maxDeviceBytes() default 8_192;

  /**
   * How many devices may come from one source.
   *
   * @return 0 for any number
   */
  @AttributeDefinition(
      name = "Most devices of a source",
      description =
          "Devices of one network address (of IPv6 a /64), beyond: 429; 0 for any number.",
      min = "0")
  int maxDevicesPerSource() default 100;

  /**
   * How often one source may change something.
   *
   * @return 0 for any number
   */
  @AttributeDefinition(
      name = "Changes in a minute",
      description =
          "Registrations, refreshes and removals of one source in a minute, beyond: 429; 0 for any"
              + " number.",
      min = "0")
  int maxChangesPerMinute() default 1_200;

  /**
   * Which URLs devices may tell.
   *
   * @return schemes
   */
  @AttributeDefinition(
      name = "Schemes",
      description = "Schemes of the URLs that devices may tell; others are refused with 422.")
  String[] urlSchemes() default {
    "ws", "wss", "tcp", "tcps", "quic", "udp", "http", "https", "mqtt", "mqtts", "osc.udp",
    "osc.tcp"
  };

  /**
   * Who may refresh and remove a device.
   *
   * @return lenient or strict
   */
  @AttributeDefinition(
      name = "Owner",
      description =
          "strict: who shows the secret of the registration; lenient: also anybody who knows the"
              + " id, unless the device has asked for the secret, as old clients show none.",
      options = {
        @Option(label = "lenient", value = "lenient"),
        @Option(label = "strict", value = "strict")
      })
  String owner() default "lenient";

  /**
   * What is needed to register.
   *
   * @return none, read, write or admin
   */
  @AttributeDefinition(
      name = "Needed to register",
      description = "The right at the address below: none, read, write or admin.",
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "read", value = "read"),
        @Option(label = "write", value = "write"),
        @Option(label = "admin", value = "admin")
      })
  String registerNeeds() default "write";

  /**
   * What is needed to discover.
   *
   * @return none, read, write or admin
   */
  @AttributeDefinition(
      name = "Needed to discover",
      description = "The right at the address below: none, read, write or admin.",
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "read", value = "read"),
        @Option(label = "write", value = "write"),
        @Option(label = "admin", value = "admin")
      })
  String discoverNeeds() default "read";

  /**
   * The address that stands for the directory of devices.
   *
   * @return an address
   */
  @AttributeDefinition(
      name = "Address",
      description = "Address that stands for the directory in the scopes of tokens.")
  String address() default "/clasp/rendezvous";

  /**
   * Where devices are kept across restarts.
   *
   * @return path of a file, or empty
   */
  @AttributeDefinition(
      name = "Store file",
      description = "File that keeps the devices across restarts; empty for none.",
      required = false)
  String storeFile() default "";
}
