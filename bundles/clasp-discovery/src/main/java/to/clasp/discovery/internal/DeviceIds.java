package to.clasp.discovery.internal;

import java.util.Optional;
import java.util.UUID;

/**
 * The ids that this project gives to devices: a new UUID at each start, the same in each source.
 */
public final class DeviceIds {
  private DeviceIds() {}

  /**
   * An id that somebody has told.
   *
   * @param text what was told, any text
   * @return the id in its usual form; empty if it is none of ours
   */
  public static Optional<String> read(String text) {
    try {
      return Optional.of(UUID.fromString(text).toString());
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }
}
