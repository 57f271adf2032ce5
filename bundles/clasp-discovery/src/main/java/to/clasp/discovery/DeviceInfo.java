package to.clasp.discovery;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

/**
 * What a device says about itself apart from where it is.
 *
 * @param version protocol version, 1 where it says none
 * @param features the signal types it supports
 * @param bridge whether it speaks for devices of another protocol
 * @param bridgeProtocol which protocol that is, or null
 * @param meta whatever else it says, as text
 */
public record DeviceInfo(
    int version,
    Features features,
    boolean bridge,
    String bridgeProtocol,
    Map<String, String> meta) {
  /** What is assumed of a device that says nothing: version 1; param, event and stream. */
  public static final DeviceInfo UNKNOWN =
      new DeviceInfo(
          1,
          Features.of(SignalType.PARAM, SignalType.EVENT, SignalType.STREAM),
          false,
          null,
          Map.of());

  /** Copies the map and checks for null. */
  public DeviceInfo {
    requireNonNull(features, "features");
    meta = Map.copyOf(meta);
  }

  /**
   * The same with other features.
   *
   * @param other the signal types
   * @return a copy
   */
  public DeviceInfo withFeatures(Features other) {
    return new DeviceInfo(version, other, bridge, bridgeProtocol, meta);
  }

  /**
   * The same with other things to say.
   *
   * @param other keys and values
   * @return a copy
   */
  public DeviceInfo withMeta(Map<String, String> other) {
    return new DeviceInfo(version, features, bridge, bridgeProtocol, other);
  }
}
