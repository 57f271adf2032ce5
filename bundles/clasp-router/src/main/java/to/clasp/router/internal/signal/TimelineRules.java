package to.clasp.router.internal.signal;

import java.util.List;

/**
 * How many timelines are kept, and which are played.
 *
 * @param maxTimelines most timelines that are kept
 * @param maxTimelineBytes most bytes of all of them together, as frames
 * @param maxPlayingTimelines most timelines that are played at a time
 * @param playback which are played; of several that match, the first counts
 */
public record TimelineRules(
    int maxTimelines, int maxTimelineBytes, int maxPlayingTimelines, List<PlaybackRule> playback) {
  /** Copies the list. */
  public TimelineRules {
    playback = List.copyOf(playback);
  }

  /** How often a second a timeline is sampled into the param at its address; 0 for never. */
  int playbackRate(String address) {
    for (PlaybackRule rule : playback) {
      if (rule.pattern().matches(address)) {
        return rule.rateHz();
      }
    }
    return 0;
  }
}
