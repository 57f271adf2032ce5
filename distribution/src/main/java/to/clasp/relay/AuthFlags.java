package to.clasp.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say who may do what. Each scheme's own flags become its configuration. */
final class AuthFlags {

  static final String OPEN = "to.clasp.auth.open";
  static final String EVERY_SCHEME = "to.clasp.auth.*";
  static final String CPSK = "to.clasp.auth.cpsk";
  static final String JWT = "to.clasp.auth.jwt";
  static final String CAP = "to.clasp.auth.cap";
  static final String NETWORK = "to.clasp.auth.network";

  /** Which clients are let in. */
  enum Mode {
    /** All. */
    OPEN,
    /** Those that a scheme knows. */
    REQUIRED
  }

  @Option(
      names = "--auth",
      paramLabel = "MODE",
      description =
          "open: everybody may do everything; required: only who shows a token or certificate."
              + " Default: required if a flag below says how to check, else as in etc/ (open).")
  Mode mode;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "Accept the tokens of this file (see: clasp token --help).")
  Path tokens;

  @Option(
      names = "--token-ttl",
      paramLabel = "D",
      converter = DurationText.class,
      description =
          "How long tokens are good that clients get by pairing: a number and d, h, m or s; 0 is"
              + " for ever (default: 0).")
  Duration tokenTtl;

  @Option(
      names = "--jwt-secret-file",
      paramLabel = "FILE",
      description = "Accept JSON Web Tokens signed with the secret in this file.")
  Path jwtSecretFile;

  @Option(
      names = "--jwt-jwks",
      paramLabel = "FILE",
      description = "Accept JSON Web Tokens signed with a key of this JWKS file.")
  Path jwtJwks;

  @Option(
      names = "--trust-anchor",
      paramLabel = "KEY",
      description = "Accept capability tokens that go back to this key; may be repeated.")
  List<String> trustAnchors;

  @Option(
      names = "--osc-allow",
      paramLabel = "CIDR=SCOPES",
      description =
          "What OSC clients of a network may do, such as 10.0.0.0/8=read:/**,write:/osc/**; may be"
              + " repeated, the smallest network counts.")
  List<String> oscAllow;

  @Option(
      names = "--mqtt-allow",
      paramLabel = "CIDR=SCOPES",
      description = "The same for MQTT clients that do not log in.")
  List<String> mqttAllow;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "Where the relay leaves the file that clasp pair needs, for its own user alone (default:"
              + " clasp in $XDG_RUNTIME_DIR, or clasp-USER in the directory for temporary files).")
  Path runDir;

  /**
   * Whether open is out of question, whatever lies in etc/.
   *
   * @return true if a flag says so
   */
  boolean isRequired() {
    return mode == Mode.REQUIRED || (mode == null && namesScheme());
  }

  /**
   * Whether everybody shall be let in, whatever lies in etc/.
   *
   * @return true if a flag says so
   */
  boolean isOpen() {
    return mode == Mode.OPEN;
  }

  private boolean namesScheme() {
    return tokens != null
        || jwtSecretFile != null
        || jwtJwks != null
        || trustAnchors != null
        || oscAllow != null
        || mqttAllow != null;
  }

  /**
   * What is wrong with them, whatever the configuration files say.
   *
   * @return a text for people, or null
   */
  String wrong() {
    return isOpen() && namesScheme()
        ? "--auth open excludes --tokens, --jwt-secret-file, --jwt-jwks, --trust-anchor,"
            + " --osc-allow and --mqtt-allow"
        : null;
  }

  /** The directories of the launcher, so that a relative path means the same everywhere. */
  String runDirectory() {
    return absolute(runDir == null ? Directories.ofThisUser().run() : runDir);
  }

  Integer tokenTtlSeconds() {
    return tokenTtl == null ? null : (int) Math.min(Integer.MAX_VALUE, tokenTtl.toSeconds());
  }

  static String[] array(List<String> values) {
    return values == null ? null : values.toArray(String[]::new);
  }

  static String absolute(Path path) {
    return path == null ? null : path.toAbsolutePath().normalize().toString();
  }
}
