package to.clasp.rendezvous.internal.relay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the relay's own registration. */
@ObjectClassDefinition(
    name = "CLASP rendezvous: own registration",
    description = "Registers the open ports of this process at a rendezvous server.")
public @interface SelfRegistrationConfig {
  /**
   * Where to register.
   *
   * @return an URL of http or https
   */
  @AttributeDefinition(name = "URL", description = "URL of the rendezvous server, http or https.")
  String url();

  /**
   * Under which name.
   *
   * @return a text
   */
  @AttributeDefinition(name = "Name", description = "Name for people to read.")
  String name() default "CLASP Relay";

  /**
   * How others reach this machine.
   *
   * @return a name or address, or empty
   */
  @AttributeDefinition(
      name = "Public host",
      description =
          "Host in the URLs that are told; empty for the address of a port, or where that stands"
              + " for all, one of this machine.",
      required = false)
  String publicHost() default "";

  /**
   * URLs in place of those of the ports.
   *
   * @return elements name=URL
   */
  @AttributeDefinition(
      name = "Endpoints",
      description =
          "URLs to tell in place of those of the open ports, as name=URL, such as"
              + " ws=wss://example.org/clasp behind a proxy.",
      required = false)
  String[] endpoints() default {};

  /**
   * Words to find it by.
   *
   * @return the words
   */
  @AttributeDefinition(name = "Tags", description = "Words to find it by.", required = false)
  String[] tags() default {};

  /**
   * By which it is recognised.
   *
   * @return Base64, or empty
   */
  @AttributeDefinition(
      name = "Public key",
      description = "Key by which the server recognises it after a crash; empty for none.",
      required = false)
  String publicKey() default "";

  /**
   * What it shows to the server.
   *
   * @return path of a file, or empty
   */
  @AttributeDefinition(
      name = "Token file",
      description = "File with the token that the server wants to see; empty for none.",
      required = false)
  String tokenFile() default "";
}
