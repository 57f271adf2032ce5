package to.clasp.auth.internal.network;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of scheme network; every one can be changed while it runs. */
@ObjectClassDefinition(
    name = "CLASP authentication: network",
    description = "Lets OSC or MQTT clients without a token in by the network they come from")
public @interface NetworkConfig {

  @AttributeDefinition(
      description = "Whose clients",
      options = {@Option(label = "OSC", value = "osc"), @Option(label = "MQTT", value = "mqtt")})
  String transport();

  @AttributeDefinition(
      description =
          "What networks allow, NETWORK=SCOPES, several separated by a semicolon, such as"
              + " 10.0.0.0/8=read:/**,write:/osc/**; the smallest network that a client is in counts")
  String[] allow() default {};
}
