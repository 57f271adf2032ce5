package to.clasp.discovery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A device that is known, and since when.
 *
 * @param device the device, put together from all sources that know it
 * @param sources which those are; not empty
 * @param discoveredAt when it was first heard of, by {@link System#nanoTime()}
 * @param lastSeen when it was last heard of, by {@link System#nanoTime()}
 */
public record Sighting(Device device, Set<Source> sources, long discoveredAt, long lastSeen) {
  /** Copies the set and checks for null. */
  public Sighting {
    requireNonNull(device, "device");
    sources = Collections.unmodifiableSet(EnumSet.copyOf(sources));
  }

  /**
   * Whether nothing was heard of it for a while.
   *
   * @param timeout how long
   * @return true if the last sign of it is older
   */
  public boolean isStale(Duration timeout) {
    return System.nanoTime() - lastSeen > timeout.toNanos();
  }
}
