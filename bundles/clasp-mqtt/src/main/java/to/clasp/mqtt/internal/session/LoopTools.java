package to.clasp.mqtt.internal.session;

import java.util.List;
import to.clasp.mqtt.internal.packet.InboundPublish;
import to.clasp.mqtt.internal.packet.PacketReader;
import to.clasp.mqtt.internal.topic.Namespace;
import to.clasp.mqtt.internal.topic.TopicFilter;
import to.clasp.mqtt.internal.topic.Topics;

/** What the sessions of one event loop share. On that loop. */
public final class LoopTools {
  private final Topics topics;
  private final Publications publications;
  private final PacketReader.Scratch scratch = new PacketReader.Scratch();
  private final InboundPublish inbound = new InboundPublish();

  public LoopTools(Namespace namespace, List<TopicFilter> events, boolean describe) {
    topics = new Topics(namespace, events);
    publications = new Publications(topics, describe);
  }

  public Topics topics() {
    return topics;
  }

  Publications publications() {
    return publications;
  }

  public PacketReader.Scratch scratch() {
    return scratch;
  }

  public InboundPublish inbound() {
    return inbound;
  }
}
