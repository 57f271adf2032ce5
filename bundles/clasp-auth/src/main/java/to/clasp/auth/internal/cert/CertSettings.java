package to.clasp.auth.internal.cert;

import java.nio.file.Path;
import java.util.List;
import to.clasp.auth.internal.use.Settings;
import to.clasp.auth.internal.use.UseSettings;

/**
 * The checked configuration of the scheme.
 *
 * @param mappings what certificates allow
 * @param revokedFile list of revoked fingerprints, or null
 * @param use how certificates may be used
 */
record CertSettings(List<CertMapping> mappings, Path revokedFile, UseSettings use) {

  static CertSettings of(CertConfig config) {
    return new CertSettings(
        CertMapping.parse(config.mappings()),
        Settings.path("revokedFile", config.revokedFile()),
        UseSettings.of(config.maxSessionsPerToken(), config.networks(), false, ""));
  }

  List<Path> files() {
    return revokedFile == null ? List.of() : List.of(revokedFile);
  }
}
