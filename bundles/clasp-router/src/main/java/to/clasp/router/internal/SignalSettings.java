package to.clasp.router.internal;

import java.util.ArrayList;
import java.util.List;
import to.clasp.router.internal.session.ClientRules;
import to.clasp.router.internal.session.NameGlob;
import to.clasp.router.internal.signal.PlaybackRule;
import to.clasp.router.internal.signal.TimelineRules;
import to.clasp.transport.Limits;

/**
 * The part of the configuration about timelines, clients on microcontrollers and the rate limit.
 *
 * @param clients for sessions made from now on
 * @param timelines for timelines published from now on
 */
public record SignalSettings(ClientRules clients, TimelineRules timelines) {
  private static final int MAX_MESSAGES_PER_SECOND = 1_000_000;

  /** The smallest in which a WELCOME fits. */
  private static final int MIN_LITE_FRAME_BYTES = 128;

  static SignalSettings of(RouterConfig config) {
    return new SignalSettings(clients(config), timelines(config));
  }

  private static ClientRules clients(RouterConfig config) {
    List<NameGlob> lite = SettingRows.of(config.liteClients()).stream().map(NameGlob::new).toList();
    return new ClientRules(
        require("maxMessagesPerSecond", config.maxMessagesPerSecond(), 0, MAX_MESSAGES_PER_SECOND),
        lite,
        require(
            "liteMaxFrameBytes",
            config.liteMaxFrameBytes(),
            MIN_LITE_FRAME_BYTES,
            Limits.LARGEST_FRAME));
  }

  private static TimelineRules timelines(RouterConfig config) {
    List<PlaybackRule> playback = new ArrayList<>();
    for (String rule : SettingRows.of(config.timelinePlayback())) {
      try {
        playback.add(PlaybackRule.parse(rule));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("timelinePlayback: " + e.getMessage(), e);
      }
    }
    return new TimelineRules(
        require("maxTimelines", config.maxTimelines(), 0, Integer.MAX_VALUE),
        require(
            "maxTimelineBytes", config.maxTimelineBytes(), Limits.LARGEST_FRAME, Integer.MAX_VALUE),
        require("maxPlayingTimelines", config.maxPlayingTimelines(), 1, Integer.MAX_VALUE),
        playback);
  }

  private static int require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + ", must be " + least + " to " + most);
    }
    return value;
  }
}
