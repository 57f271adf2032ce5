package to.clasp.transport.netty.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the event loops. */
@ObjectClassDefinition(
    name = "CLASP event loops",
    description = "The threads that all connections of the process share.")
public @interface EventLoopsConfig {
  /**
   * Number of event loops.
   *
   * @return 0 to 1024
   */
  @AttributeDefinition(
      name = "Threads",
      description =
          "Number of event loops; 0 for half the number of processors and at least one. A change"
              + " takes effect when the bundle is restarted.",
      min = "0",
      max = "1024")
  int threads() default 0;
}
