package to.clasp.mqtt.internal.session;

import to.clasp.mqtt.internal.topic.Topic;

/**
 * What is published when a client goes without saying so.
 *
 * @param topic where
 * @param payload what
 * @param qos quality of service
 * @param retain whether it is retained
 * @param delaySeconds how long the client may take to come back
 * @param expirySeconds how long it counts, or -1
 * @param passedOn properties as they were written
 */
public record Will(
    Topic topic,
    byte[] payload,
    int qos,
    boolean retain,
    long delaySeconds,
    long expirySeconds,
    byte[] passedOn) {}
