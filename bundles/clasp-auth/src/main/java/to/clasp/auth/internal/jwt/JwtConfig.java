package to.clasp.auth.internal.jwt;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of scheme jwt; at least one of the three key files is needed. */
@ObjectClassDefinition(
    name = "CLASP authentication: jwt",
    description = "Accepts signed JSON Web Tokens, shown as ext_ and the token")
public @interface JwtConfig {

  @AttributeDefinition(
      description =
          "File with the secret for HS256, at least 32 bytes; line ends at its end do not count")
  String secretFile() default "";

  @AttributeDefinition(
      description =
          "PEM file with public keys or certificates: RSA for RS256, P-256 for ES256, Ed25519 for"
              + " EdDSA")
  String publicKeyFile() default "";

  @AttributeDefinition(description = "JSON Web Key Set (RFC 7517) with keys for these algorithms")
  String jwksFile() default "";

  @AttributeDefinition(
      description =
          "Id of the keys in secretFile and publicKeyFile; a token that names another is refused."
              + " Empty: they have none")
  String keyId() default "";

  @AttributeDefinition(description = "Accepted issuers (iss); empty for any")
  String[] issuers() default {};

  @AttributeDefinition(
      description =
          "Names of this relay (aud); a token for others is refused, with none of them too")
  String[] audiences() default {};

  @AttributeDefinition(description = "Seconds that clocks may differ, 0 to 300")
  int leewaySeconds() default 30;

  @AttributeDefinition(description = "Whether a token must expire (exp)")
  boolean requireExpiry() default true;

  @AttributeDefinition(description = "Whether a token without the prefix ext_ is accepted, too")
  boolean acceptBare() default false;

  @AttributeDefinition(
      description = "File with the ids (jti) of revoked tokens, one per line; # begins a comment")
  String revokedFile() default "";

  @AttributeDefinition(description = "Most sessions at a time with one token; 0 for any number")
  int maxSessionsPerToken() default 0;

  @AttributeDefinition(
      description = "Networks that tokens may be used from, such as 10.0.0.0/8; empty for all")
  String[] networks() default {};

  @AttributeDefinition(description = "Whether every token opens one session only; needs spentFile")
  boolean oneTime() default false;

  @AttributeDefinition(
      description = "File where used one-time tokens are remembered; without it, they are refused")
  String spentFile() default "";
}
