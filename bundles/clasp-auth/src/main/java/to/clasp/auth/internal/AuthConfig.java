package to.clasp.auth.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings that hold for all schemes together. */
@ObjectClassDefinition(name = "CLASP authentication")
public @interface AuthConfig {

  @AttributeDefinition(
      description =
          "Refused tokens from one network address within the window, beyond which it has to wait"
              + " (ERROR 429); 0 for any number")
  int maxFailuresPerSource() default 20;

  @AttributeDefinition(description = "Seconds until failures are forgotten, one after the other")
  int failureWindowSeconds() default 60;
}
