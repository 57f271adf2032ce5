package to.clasp.discovery;

/** What {@link Discovery#events()} tells. */
public sealed interface DiscoveryEvent {
  /**
   * A device has become known.
   *
   * @param sighting the device
   */
  record Found(Sighting sighting) implements DiscoveryEvent {}

  /**
   * A known device says something else than before, or another source knows it too.
   *
   * @param sighting the device as it is now; its id is the same
   */
  record Updated(Sighting sighting) implements DiscoveryEvent {}

  /**
   * No source knows a device any more.
   *
   * @param sighting the device as it was
   */
  record Lost(Sighting sighting) implements DiscoveryEvent {}

  /**
   * A source cannot be used. The others go on.
   *
   * @param source which
   * @param text why, for people
   */
  record Failed(Source source, String text) implements DiscoveryEvent {}
}
