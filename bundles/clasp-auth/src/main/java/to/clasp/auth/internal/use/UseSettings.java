package to.clasp.auth.internal.use;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import to.clasp.auth.Grant;

/**
 * What a scheme's configuration says about the use of all its tokens, checked.
 *
 * @param maxSessionsPerToken most sessions at a time with one token, 0 for any number
 * @param networks from where tokens may be used
 * @param oneTime whether every token opens one session only
 * @param spentFile where used one-time tokens are remembered, or null
 */
public record UseSettings(
    int maxSessionsPerToken, Networks networks, boolean oneTime, Path spentFile) {

  /**
   * Reads the keys of a configuration that have these names.
   *
   * @return the settings
   * @throws IllegalArgumentException if a value is wrong; the message names the key
   */
  public static UseSettings of(
      int maxSessionsPerToken, String[] networks, boolean oneTime, String spentFile) {
    if (maxSessionsPerToken < 0) {
      throw new IllegalArgumentException(
          "maxSessionsPerToken is " + maxSessionsPerToken + ", must be 0 or more");
    }
    Path file = Settings.path("spentFile", spentFile);
    if (oneTime && file == null) {
      throw new IllegalArgumentException("oneTime needs spentFile, where used tokens are kept");
    }
    try {
      return new UseSettings(
          maxSessionsPerToken, Networks.parse(Settings.list(networks)), oneTime, file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("networks: " + e.getMessage(), e);
    }
  }

  /**
   * The terms of a token that says itself how it may be used, which can only be stricter.
   *
   * @param grant what its holder may do
   * @param ownMaxSessions most sessions, 0 for any number
   * @param ownNetworks from where
   * @param ownOnce whether it is for one session
   * @return what both allow
   */
  public Terms terms(Grant grant, int ownMaxSessions, Networks ownNetworks, boolean ownOnce) {
    int most =
        maxSessionsPerToken == 0 || ownMaxSessions == 0
            ? Math.max(maxSessionsPerToken, ownMaxSessions)
            : Math.min(maxSessionsPerToken, ownMaxSessions);
    List<Networks> all = new ArrayList<>();
    for (Networks each : List.of(networks, ownNetworks)) {
      if (!each.equals(Networks.ANY)) {
        all.add(each);
      }
    }
    return new Terms(grant, most, all, oneTime || ownOnce);
  }

  /**
   * Opens the file of used tokens.
   *
   * @param before the settings until now, or null
   * @param open what they have opened, or null
   * @return the same if the file is the same, otherwise another one, or null for none
   * @throws IllegalArgumentException if it cannot be opened
   */
  public SpentTokens openSpent(
      UseSettings before, SpentTokens open, Executor executor, InstantSource clock) {
    if (before != null && Objects.equals(before.spentFile, spentFile)) {
      return open;
    }
    try {
      return spentFile == null ? null : SpentTokens.open(spentFile, executor, clock);
    } catch (IOException e) {
      throw new IllegalArgumentException("spentFile: " + e.getMessage(), e);
    }
  }
}
