package to.clasp.mqtt.internal.session;

import java.util.List;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.mqtt.internal.topic.TopicFilter;
import to.clasp.protocol.AddressPattern;

/**
 * A subscription of a client.
 *
 * @param filter what it asks for
 * @param patterns the same as addresses
 * @param ids under which the router knows them; none of a shared one
 * @param options how it is served
 */
record Subscription(
    TopicFilter filter, List<AddressPattern> patterns, List<Long> ids, Options options) {

  /**
   * How a subscription is served.
   *
   * @param qos the highest quality of service
   * @param noLocal whether the client does not get what it publishes itself
   * @param retainAsPublished whether the retain flag of live messages is that of the sender
   * @param retainHandling 0 to be given what is retained, 1 only if the subscription is new, 2
   *     never
   * @param identifier number that goes with its messages, 0 for none
   */
  record Options(
      int qos, boolean noLocal, boolean retainAsPublished, int retainHandling, int identifier) {}

  boolean matches(Topic topic) {
    if (!filter.mayMatch(topic)) {
      return false;
    }
    for (AddressPattern pattern : patterns) {
      if (pattern.matches(topic.address())) {
        return true;
      }
    }
    return false;
  }
}
