package to.clasp.mqtt.internal.session;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.topic.Namespace;
import to.clasp.mqtt.internal.topic.TopicFilter;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;

/**
 * SUBSCRIBE and UNSUBSCRIBE. The router is first asked for what comes live, which tells whether it
 * allows that; then the client gets SUBACK; then the router is asked for what is there already.
 * Used by the session's loop only.
 */
final class Subscribing {
  private static final SubscribeOptions LIVE_ONLY = new SubscribeOptions(null, null, 0L, null);

  /** A timeline that runs is told to each new subscription, so it is asked for once only. */
  private static final Features WITHOUT_TIMELINES =
      new Features(Features.ALL.mask() & ~SignalType.TIMELINE.maskBit());

  private static final TopicFilter NO_FILTER = new TopicFilter("", null, List.of());

  private final ClientSession session;
  private final List<Request> open = new ArrayList<>(0);

  Subscribing(ClientSession session) {
    this.session = session;
  }

  /** A SUBSCRIBE that the router has been asked about. */
  static final class Request implements Answered {
    private final int packetId;
    private final long connection;
    private final int[] codes;
    private final Subscription[] wanted;
    private final boolean[] isNew;

    /** The last wish of each filter. */
    private final Map<String, Subscription> latest = new HashMap<>();

    /** Filters that were unsubscribed from meanwhile. */
    private final Set<String> gone = new HashSet<>(0);

    private Request(int packetId, long connection, int filters) {
      this.packetId = packetId;
      this.connection = connection;
      this.codes = new int[filters];
      this.wanted = new Subscription[filters];
      this.isNew = new boolean[filters];
    }

    @Override
    public void onAnswer(ClientSession to, Message answer) {
      to.subscribing().onAsked(this);
    }

    private void want(int index, Subscription subscription, boolean asNew) {
      wanted[index] = subscription;
      isNew[index] = asNew;
      latest.put(subscription.filter().text(), subscription);
    }

    private boolean isGone(int index) {
      return wanted[index] != null && gone.contains(wanted[index].filter().text());
    }

    private Subscription last(String filter, Subscription before) {
      return gone.contains(filter) ? before : latest.getOrDefault(filter, before);
    }

    private void unsubscribe(String filter) {
      if (latest.containsKey(filter)) {
        gone.add(filter);
      }
    }
  }

  /** Attached to what the router is asked for one filter. */
  private record Attempt(Request request, int index) implements Answered {
    @Override
    public void onAnswer(ClientSession session, Message answer) {
      if (answer instanceof ErrorMessage error) {
        request.codes[index] = reason(error.code());
      }
    }
  }

  /** Attached to what stands behind the params that were asked for. */
  private record RetainedEnd() implements Answered {
    @Override
    public void onAnswer(ClientSession session, Message answer) {
      session.delivering().endRetained();
    }
  }

  void onSubscribe(MqttSubscribeMessage packet) {
    List<MqttTopicSubscription> filters = packet.payload().topicSubscriptions();
    if (filters.isEmpty()) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "SUBSCRIBE without a filter");
    }
    int packetId = packetId(packet.variableHeader().messageId());
    Request request = new Request(packetId, session.connection(), filters.size());
    int identifier = identifier(packet.idAndPropertiesVariableHeader().properties());
    // Nothing is asked for before all is known to be in order.
    List<TopicFilter> parsed = filters.stream().map(Subscribing::filter).toList();
    for (int i = 0; i < filters.size(); i++) {
      ask(request, i, parsed.get(i), options(filters.get(i).option(), identifier));
    }
    open.add(request);
    session.take(Ping.INSTANCE, request);
  }

  private static int packetId(int id) {
    if (id == 0) {
      throw new MqttFault(Reason.MALFORMED_PACKET, "packet identifier 0");
    }
    return id;
  }

  private int identifier(MqttProperties properties) {
    if (!session.isMqtt5()) {
      return 0;
    }
    int id = MqttProperties.SUBSCRIPTION_IDENTIFIER;
    List<?> found = properties.getProperties(id);
    if (found.isEmpty()) {
      return 0;
    }
    int value = ((MqttProperties.IntegerProperty) found.get(0)).value();
    if (value == 0 || found.size() > 1) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "subscription identifier 0, or more than one");
    }
    return value;
  }

  /** The filter of a wish; one without levels if it is none. */
  private static TopicFilter filter(MqttTopicSubscription wish) {
    if (wish.option().qos() == MqttQoS.FAILURE) {
      throw new MqttFault(Reason.MALFORMED_PACKET, "QoS 3");
    }
    TopicFilter filter;
    try {
      filter = TopicFilter.parse(wish.topicFilter());
    } catch (IllegalArgumentException invalid) {
      return NO_FILTER;
    }
    if (filter.isShared() && wish.option().isNoLocal()) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "a shared subscription with no-local");
    }
    return filter;
  }

  private Subscription.Options options(MqttSubscriptionOption option, int identifier) {
    return new Subscription.Options(
        option.qos().value(),
        session.isMqtt5() && option.isNoLocal(),
        session.isMqtt5() && option.isRetainAsPublished(),
        session.isMqtt5() ? option.retainHandling().value() : 0,
        identifier);
  }

  private void ask(Request request, int index, TopicFilter filter, Subscription.Options options) {
    request.codes[index] = filter == NO_FILTER ? Reason.FILTER_INVALID : options.qos();
    if (filter != NO_FILTER) {
      try {
        ask(request, index, subscription(filter, options, request));
      } catch (ProtocolException tooLong) {
        request.codes[index] = Reason.FILTER_INVALID;
      }
    }
  }

  /** Also one that the router is still being asked for. */
  private Subscription known(String filter) {
    Subscription known = session.subscriptions().find(filter);
    for (Request each : open) {
      known = each.last(filter, known);
    }
    return known;
  }

  private Subscription subscription(
      TopicFilter filter, Subscription.Options options, Request request) {
    Namespace namespace = session.rules().namespace();
    List<AddressPattern> patterns = filter.patterns(namespace);
    Subscription known = request.last(filter.text(), known(filter.text()));
    if (known != null) {
      return new Subscription(filter, patterns, known.ids(), options);
    }
    List<Long> ids = new ArrayList<>(patterns.size());
    if (!filter.isShared() && !filter.isSystem()) {
      patterns.forEach(pattern -> ids.add(session.subscriptions().nextId()));
    }
    return new Subscription(filter, patterns, ids, options);
  }

  private void ask(Request request, int index, Subscription wanted) {
    boolean isNew = session.subscriptions().find(wanted.filter().text()) == null;
    request.want(index, wanted, isNew);
    if (wanted.ids().isEmpty() && wanted.patterns().stream().noneMatch(session::mayReadSomeOf)) {
      request.codes[index] = Reason.NOT_AUTHORIZED;
    }
    Attempt attempt = new Attempt(request, index);
    wanted(wanted, wanted.options().retainHandling() == 2, LIVE_ONLY, attempt);
  }

  private void wanted(
      Subscription wanted, boolean last, SubscribeOptions options, Object attachment) {
    Features types = last ? Features.ALL : WITHOUT_TIMELINES;
    for (int i = 0; i < wanted.ids().size(); i++) {
      String pattern = wanted.patterns().get(i).text();
      session.take(new Subscribe(wanted.ids().get(i), pattern, types, options), attachment);
    }
  }

  /** Has a new session of the router get what an old one did. */
  void repeat() {
    session.subscriptions().all().forEach(each -> wanted(each, true, LIVE_ONLY, null));
  }

  private static int reason(int code) {
    if (code == ErrorCode.FORBIDDEN.code()) {
      return Reason.NOT_AUTHORIZED;
    }
    return code == ErrorCode.LIMIT_EXCEEDED.code()
        ? Reason.QUOTA_EXCEEDED
        : Reason.IMPLEMENTATION_SPECIFIC;
  }

  /** The router has gone through all filters. */
  private void onAsked(Request request) {
    open.remove(request);
    for (int i = 0; i < request.codes.length; i++) {
      Subscription wanted = request.wanted[i];
      if (request.isGone(i)) {
        continue;
      }
      if (request.codes[i] < Reason.UNSPECIFIED) {
        request.codes[i] = join(wanted, request.codes[i]);
      }
      if (request.codes[i] < Reason.UNSPECIFIED) {
        session.subscriptions().put(wanted);
      } else if (wanted != null) {
        forget(wanted);
        session.subscriptions().remove(wanted.filter().text());
      }
    }
    if (request.connection != session.connection() || session.link() == null) {
      return;
    }
    session.link().send(acknowledgement(request));
    for (int i = 0; i < request.codes.length; i++) {
      if (request.codes[i] < Reason.UNSPECIFIED && !request.isGone(i)) {
        giveRetained(request.wanted[i], request.isNew[i]);
      }
    }
    session.delivering().beginRetained();
    session.take(Ping.INSTANCE, new RetainedEnd());
  }

  private int join(Subscription wanted, int code) {
    if (session.subscriptions().isFullFor(wanted)) {
      return Reason.QUOTA_EXCEEDED;
    }
    try {
      session.registry().join(session, wanted);
      return code;
    } catch (ProtocolException noRoom) {
      return Reason.QUOTA_EXCEEDED;
    }
  }

  private void giveRetained(Subscription wanted, boolean isNew) {
    int handling = wanted.options().retainHandling();
    if (wanted.filter().isSystem()) {
      session.registry().tellSystem(session, wanted);
    } else if (handling == 0 || handling == 1 && isNew) {
      wanted(wanted, true, SubscribeOptions.NONE, null);
    } else if (handling == 1) {
      wanted(wanted, true, LIVE_ONLY, null);
    }
  }

  private MqttSubAckMessage acknowledgement(Request request) {
    int[] codes = request.codes.clone();
    for (int i = 0; i < codes.length; i++) {
      if (!session.isMqtt5() && codes[i] >= Reason.UNSPECIFIED) {
        codes[i] = Reason.UNSPECIFIED;
      }
    }
    return new MqttSubAckMessage(
        header(MqttMessageType.SUBACK),
        new MqttMessageIdAndPropertiesVariableHeader(
            request.packetId, MqttProperties.NO_PROPERTIES),
        new MqttSubAckPayload(codes));
  }

  private static MqttFixedHeader header(MqttMessageType type) {
    return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
  }

  private void forget(Subscription gone) {
    gone.ids().forEach(id -> session.take(new Unsubscribe(id), null));
    session.registry().leave(session, gone);
  }

  void onUnsubscribe(MqttUnsubscribeMessage packet) {
    List<String> filters = packet.payload().topics();
    if (filters.isEmpty()) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "UNSUBSCRIBE without a filter");
    }
    int id = packetId(packet.variableHeader().messageId());
    short[] codes = new short[filters.size()];
    for (int i = 0; i < codes.length; i++) {
      String filter = filters.get(i);
      Subscription gone = known(filter);
      open.forEach(request -> request.unsubscribe(filter));
      session.subscriptions().remove(filter);
      codes[i] = (short) (gone == null ? Reason.NO_SUBSCRIPTION : Reason.SUCCESS);
      if (gone != null) {
        forget(gone);
      }
    }
    session.take(Ping.INSTANCE, new Unsubscribed(id, session.connection(), codes));
  }

  /** Attached to what stands behind an UNSUBSCRIBE. */
  record Unsubscribed(int packetId, long connection, short... codes) implements Answered {
    @Override
    public void onAnswer(ClientSession session, Message answer) {
      if (connection == session.connection() && session.link() != null) {
        session
            .link()
            .send(
                new MqttUnsubAckMessage(
                    header(MqttMessageType.UNSUBACK),
                    new MqttMessageIdAndPropertiesVariableHeader(
                        packetId, MqttProperties.NO_PROPERTIES),
                    new MqttUnsubAckPayload(session.isMqtt5() ? codes : new short[0])));
      }
    }
  }
}
