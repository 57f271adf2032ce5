package to.clasp.auth.internal.cap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import to.clasp.auth.internal.use.Settings;
import to.clasp.auth.internal.use.UseSettings;

/**
 * The checked configuration of the scheme.
 *
 * @param anchors where trusted keys are
 * @param maxDepth how often a token may have been delegated
 * @param revokedFile list of revoked nonces, or null
 * @param use how tokens may be used
 */
record CapSettings(TrustAnchors anchors, int maxDepth, Path revokedFile, UseSettings use) {
  private static final int DEEPEST = 16;

  static CapSettings of(CapConfig config) {
    return new CapSettings(
        TrustAnchors.of(Settings.list(config.trustAnchors())),
        Settings.inRange("maxDepth", config.maxDepth(), 0, DEEPEST),
        Settings.path("revokedFile", config.revokedFile()),
        UseSettings.of(
            config.maxSessionsPerToken(), config.networks(), config.oneTime(), config.spentFile()));
  }

  List<Path> files() {
    List<Path> files = new ArrayList<>(anchors.files());
    if (revokedFile != null) {
      files.add(revokedFile);
    }
    return files;
  }
}
