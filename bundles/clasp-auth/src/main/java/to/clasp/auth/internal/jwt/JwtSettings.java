package to.clasp.auth.internal.jwt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import to.clasp.auth.internal.use.Settings;
import to.clasp.auth.internal.use.UseSettings;

/**
 * The checked configuration of the scheme.
 *
 * @param keys where the keys are
 * @param issuers accepted issuers; empty for any
 * @param audiences names of this relay
 * @param leeway how much clocks may differ
 * @param requireExpiry whether a token must expire
 * @param acceptBare whether the prefix may be missing
 * @param revokedFile list of revoked ids, or null
 * @param use how tokens may be used
 */
record JwtSettings(
    KeyFiles keys,
    Set<String> issuers,
    Set<String> audiences,
    Duration leeway,
    boolean requireExpiry,
    boolean acceptBare,
    Path revokedFile,
    UseSettings use) {
  private static final int LONGEST_LEEWAY = 300;

  static JwtSettings of(JwtConfig config) {
    return new JwtSettings(
        new KeyFiles(
            Settings.path("secretFile", config.secretFile()),
            Settings.path("publicKeyFile", config.publicKeyFile()),
            Settings.path("jwksFile", config.jwksFile()),
            config.keyId().isEmpty() ? null : config.keyId()),
        Set.copyOf(Settings.list(config.issuers())),
        Set.copyOf(Settings.list(config.audiences())),
        Duration.ofSeconds(
            Settings.inRange("leewaySeconds", config.leewaySeconds(), 0, LONGEST_LEEWAY)),
        config.requireExpiry(),
        config.acceptBare(),
        Settings.path("revokedFile", config.revokedFile()),
        UseSettings.of(
            config.maxSessionsPerToken(), config.networks(), config.oneTime(), config.spentFile()));
  }

  List<Path> files() {
    List<Path> files = new ArrayList<>(keys.paths());
    if (revokedFile != null) {
      files.add(revokedFile);
    }
    files.removeIf(Objects::isNull);
    return files;
  }
}
