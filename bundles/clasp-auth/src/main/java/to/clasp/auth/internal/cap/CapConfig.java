package to.clasp.auth.internal.cap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of scheme cap. */
@ObjectClassDefinition(
    name = "CLASP authentication: cap",
    description = "Accepts capability tokens: cap_ and a chain of Ed25519 signatures")
public @interface CapConfig {

  @AttributeDefinition(
      description =
          "Ed25519 keys that chains may begin with: 64 hex digits each, or a file with such lines"
              + " or PEM public keys")
  String[] trustAnchors() default {};

  @AttributeDefinition(description = "How often a token may have been delegated, 0 to 16")
  int maxDepth() default 5;

  @AttributeDefinition(
      description =
          "File with the nonces of revoked tokens, one per line; what was delegated from them is"
              + " revoked, too")
  String revokedFile() default "";

  @AttributeDefinition(description = "Most sessions at a time with one token; 0 for any number")
  int maxSessionsPerToken() default 0;

  @AttributeDefinition(
      description = "Networks that tokens may be used from, such as 10.0.0.0/8; empty for all")
  String[] networks() default {};

  @AttributeDefinition(description = "Whether every token opens one session only; needs spentFile")
  boolean oneTime() default false;

  @AttributeDefinition(description = "File where used one-time tokens are remembered")
  String spentFile() default "";
}
