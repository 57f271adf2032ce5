package to.clasp.discovery.internal.mdns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsMessage.Question;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;
import to.clasp.discovery.internal.net.Clock;
import to.clasp.discovery.internal.net.Link;

/** Looks for devices by multicast DNS and keeps what was said of them. Used on one thread. */
final class Browser {
  /** Is told of devices. */
  interface Listener {
    /** A device is there, or still there, perhaps with something changed. */
    void seen(DnsName instance, Device device);

    /** A device is there no more. */
    void gone(DnsName instance);
  }

  static final int MOST_INSTANCES = 512;

  private static final int PORT = 5353;
  private static final int TICK_MILLIS = 1000;
  private static final int FIRST_PAUSE = 1000;
  private static final int LONGEST_PAUSE = 3_600_000;
  private static final int LEAST_DELAY = 20;
  private static final int DELAY_RANGE = 100;
  private static final int SETTLE_MILLIS = 50;

  /** So many fit into a datagram, whatever the names. */
  private static final int QUESTIONS_AT_ONCE = 4;

  private static final int MOST_QUESTIONS = 64;
  private static final int KNOWN_AT_ONCE = 4;

  private final Clock clock;
  private final MdnsSender sender;
  private final Random random;
  private final Listener listener;
  private final Map<DnsName, Instance> instances = new HashMap<>();
  private final Map<DnsName, Host> hosts = new HashMap<>();
  private boolean running;
  private long askedAt;
  private long pause;
  private Runnable nextQuery = () -> {};
  private Runnable nextTick = () -> {};
  private boolean ticksSoon;

  Browser(Clock clock, MdnsSender sender, Random random, Listener listener) {
    this.clock = clock;
    this.sender = sender;
    this.random = random;
    this.listener = listener;
  }

  /** Asks who is there, at once and ever more rarely; begins if it has not begun yet. */
  void search() {
    if (!running) {
      running = true;
      askedAt = clock.millis() - FIRST_PAUSE;
      nextTick = clock.after(TICK_MILLIS, this::tick);
    }
    nextQuery.run();
    pause = FIRST_PAUSE;
    long since = clock.millis() - askedAt;
    long delay = LEAST_DELAY + random.nextInt(DELAY_RANGE);
    nextQuery = clock.after(Math.max(delay, FIRST_PAUSE - since), this::ask);
  }

  void linksChanged() {
    if (running) {
      search();
    }
  }

  private void ask() {
    askedAt = clock.millis();
    send(List.of(new Question(ServiceRecords.SERVICE, DnsRecord.PTR)), known());
    nextQuery = clock.after(pause, this::ask);
    pause = Math.min(pause * 3, LONGEST_PAUSE);
  }

  private List<DnsRecord> known() {
    long now = clock.millis();
    return instances.values().stream()
        .filter(each -> each.isComplete() && each.pointer.isFresh(now))
        .limit(KNOWN_AT_ONCE)
        .map(
            each ->
                new DnsRecord(
                    ServiceRecords.SERVICE,
                    false,
                    each.pointer.secondsLeft(now),
                    new DnsRecord.Pointer(each.name())))
        .toList();
  }

  private void send(List<Question> questions, List<DnsRecord> known) {
    DnsMessage query = DnsMessage.query(questions, known);
    sender.links().forEach(link -> sender.send(link, query));
  }

  /** Somebody has said something. */
  void received(Link link, DnsMessage message, InetSocketAddress from) {
    if (!running || !message.response() || from.getPort() != PORT) {
      return;
    }
    Set<Instance> touched = new LinkedHashSet<>();
    message.said().forEach(record -> learnInstance(record, touched));
    message.said().forEach(record -> learnDetails(record, touched));
    message.said().forEach(record -> learnAddress(record, link, touched));
    touched.forEach(this::tell);
    if (!ticksSoon && touched.stream().anyMatch(each -> !each.isComplete())) {
      ticksSoon = true;
      nextTick.run();
      nextTick = clock.after(SETTLE_MILLIS, this::tick);
    }
  }

  private void learnInstance(DnsRecord record, Set<Instance> touched) {
    if (!(record.data() instanceof DnsRecord.Pointer pointer)
        || !record.name().equals(ServiceRecords.SERVICE)
        || !pointer.target().isChildOf(ServiceRecords.SERVICE)) {
      return;
    }
    Instance instance = instances.get(pointer.target());
    if (record.ttl() == 0) {
      if (instance != null) {
        forget(instance);
      }
      return;
    }
    if (instance == null) {
      if (instances.size() >= MOST_INSTANCES && !makeRoom()) {
        return;
      }
      instance = new Instance(pointer.target());
      instances.put(pointer.target(), instance);
    }
    instance.pointer = new Lease(clock.millis(), record.ttl());
    touched.add(instance);
  }

  /** Names that nobody ever described make room for others. */
  private boolean makeRoom() {
    return instances.values().stream()
        .filter(each -> each.told == null)
        .findFirst()
        .map(
            each -> {
              forget(each);
              return true;
            })
        .orElse(false);
  }

  private void learnDetails(DnsRecord record, Set<Instance> touched) {
    Instance instance = instances.get(record.name());
    if (instance == null) {
      return;
    }
    Lease lease = record.ttl() == 0 ? null : new Lease(clock.millis(), record.ttl());
    if (record.data() instanceof DnsRecord.Server server) {
      instance.server = lease == null ? null : server;
      instance.serverLease = lease;
      moveTo(instance, instance.server);
      touched.add(instance);
    } else if (record.data() instanceof DnsRecord.Text text) {
      instance.text = lease == null ? null : text;
      instance.textLease = lease;
      touched.add(instance);
    }
  }

  private void moveTo(Instance instance, DnsRecord.Server server) {
    Host host = server == null ? null : hosts.computeIfAbsent(server.host(), name -> new Host());
    if (host == instance.host) {
      return;
    }
    if (instance.host != null) {
      instance.host.instances.remove(instance);
    }
    instance.host = host;
    if (host != null) {
      host.instances.add(instance);
    }
    hosts.values().removeIf(each -> each.instances.isEmpty());
  }

  private void learnAddress(DnsRecord record, Link link, Set<Instance> touched) {
    if (record.data() instanceof DnsRecord.Address address) {
      Host host = hosts.get(record.name());
      if (host != null) {
        host.learn(address.address(), record.flush(), record.ttl(), link, clock.millis());
        touched.addAll(host.instances);
      }
    }
  }

  private void tell(Instance instance) {
    if (!instances.containsKey(instance.name())) {
      return;
    }
    if (instance.isComplete()) {
      instance.told = FoundDevice.of(instance, instance.host.best(List.copyOf(sender.links())));
      listener.seen(instance.name(), instance.told);
    } else if (instance.told != null && (instance.host == null || instance.host.isEmpty())) {
      instance.told = null;
      listener.gone(instance.name());
    }
  }

  private void forget(Instance instance) {
    instances.remove(instance.name());
    moveTo(instance, null);
    if (instance.told != null) {
      listener.gone(instance.name());
    }
  }

  /** Forgets what holds no more, and asks for what is missing or holds not much longer. */
  private void tick() {
    ticksSoon = false;
    nextTick = clock.after(TICK_MILLIS, this::tick);
    long now = clock.millis();
    for (Host host : List.copyOf(hosts.values())) {
      if (host.expire(now)) {
        List.copyOf(host.instances).forEach(this::tell);
      }
    }
    Set<Question> questions = new LinkedHashSet<>();
    for (Instance instance : List.copyOf(instances.values())) {
      if (instance.pointer.isOver(now)) {
        forget(instance);
        continue;
      }
      expire(instance, now);
      if (questions.size() < MOST_QUESTIONS) {
        questions.addAll(instance.questions(now));
      }
    }
    List<Question> all = new ArrayList<>(questions);
    for (int i = 0; i < all.size(); i += QUESTIONS_AT_ONCE) {
      send(all.subList(i, Math.min(all.size(), i + QUESTIONS_AT_ONCE)), List.of());
    }
  }

  private void expire(Instance instance, long now) {
    instance.expire(now);
    if (instance.server == null && instance.host != null) {
      moveTo(instance, null);
      if (instance.told != null) {
        instance.told = null;
        listener.gone(instance.name());
      }
    }
  }
}
