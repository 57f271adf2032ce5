package to.clasp.auth.internal.cert;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of scheme cert. */
@ObjectClassDefinition(
    name = "CLASP authentication: cert",
    description = "Lets clients in by the certificate they have shown for TLS")
public @interface CertConfig {

  @AttributeDefinition(
      description =
          "What certificates allow, 'certificate -> scopes', several separated by a semicolon; a"
              + " certificate is subject:DN, san:NAME, sha256:FINGERPRINT or any")
  String[] mappings() default {};

  @AttributeDefinition(
      description = "File with the SHA-256 fingerprints of revoked certificates, one per line")
  String revokedFile() default "";

  @AttributeDefinition(
      description = "Most sessions at a time with one certificate; 0 for any number")
  int maxSessionsPerToken() default 0;

  @AttributeDefinition(
      description = "Networks that clients may come from, such as 10.0.0.0/8; empty for all")
  String[] networks() default {};
}
