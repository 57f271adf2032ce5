package to.clasp.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the router; every one can be changed while it runs. */
@ObjectClassDefinition(name = "CLASP router")
public @interface RouterConfig {

  @AttributeDefinition(description = "Name of the router, told to every client")
  String name() default "CLASP Router";

  @AttributeDefinition(description = "Most sessions at a time; 0 for any number")
  int maxSessions() default 1000;

  @AttributeDefinition(description = "Seconds a connection may take until its HELLO is accepted")
  int handshakeTimeoutSeconds() default 10;

  @AttributeDefinition(
      description = "Seconds without any byte from a client until it is closed; 0 for ever")
  int idleTimeoutSeconds() default 300;

  @AttributeDefinition(
      description =
          "Seconds that clients may take what is on its way to them when a port is closed; 0 to"
              + " cut them off")
  int drainTimeoutSeconds() default 5;

  @AttributeDefinition(description = "Largest frame accepted, in bytes with its header")
  int maxFrameBytes() default 65_547;

  @AttributeDefinition(description = "Most subscriptions of one session")
  int maxSubscriptionsPerSession() default 1000;

  @AttributeDefinition(description = "Most params kept; 0 for any number")
  int maxParams() default 100_000;

  @AttributeDefinition(
      description =
          "Memory of all params, estimated, in bytes; a SET that would need more is refused; 0 for"
              + " any number")
  int maxParamBytes() default 134_217_728;

  @AttributeDefinition(
      description =
          "Which param makes room when there are maxParams: lru (least recently written or asked"
              + " for), oldest (first written longest ago) or reject (none, the SET is refused)")
  String eviction() default "lru";

  @AttributeDefinition(
      description =
          "Seconds without a write after which a param that nobody subscribed to, locked or"
              + " announced is removed; 0 for never")
  int paramTtlSeconds() default 3600;

  @AttributeDefinition(
      description = "Conflict strategies, strategy:pattern with lww, max, min, lock or merge")
  String[] strategies() default {};

  @AttributeDefinition(description = "Most announced signals kept; 0 for any number")
  int maxSignals() default 100_000;

  @AttributeDefinition(
      description = "Seconds after which a signal is forgotten unless announced again; 0 for never")
  int signalTtlSeconds() default 3600;

  @AttributeDefinition(
      description =
          "Params that may wait for a client that does not keep up; beyond, it gets a snapshot")
  int maxQueuedParams() default 10_000;

  @AttributeDefinition(
      description = "Streams, and likewise events, that may wait for a client that is behind")
  int maxQueuedMessages() default 1000;

  @AttributeDefinition(
      description = "Replies that may wait for a client, at least 64; beyond, it is closed")
  int maxQueuedReplies() default 10_000;

  @AttributeDefinition(description = "Bytes that may wait for one client")
  int maxQueuedBytes() default 8_388_608;

  @AttributeDefinition(description = "Most messages in a bundle")
  int maxBundleMessages() default 1000;

  @AttributeDefinition(description = "Most bundles of one session that wait for their time")
  int maxScheduledBundles() default 1000;

  @AttributeDefinition(
      description = "Bytes of messages in the bundles of one session that wait for their time")
  int maxScheduledBytes() default 1_048_576;

  @AttributeDefinition(description = "Seconds a bundle may be scheduled ahead")
  int maxScheduleSeconds() default 86_400;

  @AttributeDefinition(
      description = "Least time in ms between two moves of a gesture; 0 passes every move on")
  int gestureIntervalMillis() default 16;

  @AttributeDefinition(
      description = "Most open gestures of one session; another cancels the one moved longest ago")
  int maxGestures() default 100;

  @AttributeDefinition(
      description =
          "Values and events kept of each address for subscribers to come, which costs every SET"
              + " some time; 0 for none")
  int historyLength() default 0;

  @AttributeDefinition(description = "Bytes for the kept values and events of all addresses")
  int maxHistoryBytes() default 8_388_608;

  @AttributeDefinition(
      description = "Addresses of which maxRate, epsilon and window of one session are kept apart")
  int maxShapedAddressesPerSession() default 1024;

  @AttributeDefinition(
      description = "Most messages of one session in a second, beyond: ERROR 429; 0 for any number")
  int maxMessagesPerSecond() default 0;

  @AttributeDefinition(description = "Most timelines kept for those who subscribe late")
  int maxTimelines() default 1000;

  @AttributeDefinition(description = "Most bytes of all timelines kept")
  int maxTimelineBytes() default 8_388_608;

  @AttributeDefinition(
      description =
          "Which timelines the router plays into the param at their address, and how often a"
              + " second, such as '/lights/** -> 30'")
  String[] timelinePlayback() default {};

  @AttributeDefinition(description = "Most timelines that are played at a time")
  int maxPlayingTimelines() default 100;

  @AttributeDefinition(
      description = "Names of clients that run on a microcontroller; * stands for any characters")
  String[] liteClients() default {};

  @AttributeDefinition(description = "Largest frame for such a client, in bytes with its header")
  int liteMaxFrameBytes() default 512;
}
