package to.clasp.auth.internal.cpsk;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the scheme; every one can be changed while it runs. */
@ObjectClassDefinition(
    name = "CLASP authentication: cpsk",
    description = "Lets in whoever shows a token of a file")
public @interface CpskConfig {

  @AttributeDefinition(
      description =
          "The token file, as the command clasp token writes it; it is watched for changes")
  String file();

  @AttributeDefinition(
      description =
          "Seconds that a token given out at pairing is good, unless clasp pair says otherwise; 0"
              + " for ever")
  int tokenTtlSeconds() default 0;

  @AttributeDefinition(
      description =
          "Directory for the file with the admin token, which clasp pair needs; empty for no"
              + " pairing")
  String runDirectory() default "";
}
