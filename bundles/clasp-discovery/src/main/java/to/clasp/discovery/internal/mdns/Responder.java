package to.clasp.discovery.internal.mdns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import to.clasp.discovery.internal.Served;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;
import to.clasp.discovery.internal.dns.DnsWriter;
import to.clasp.discovery.internal.net.Clock;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.ReplyLimit;

/**
 * Announces one device by multicast DNS (RFC 6762): makes sure that nobody has its name, tells
 * everybody, answers, and says goodbye. Used on one thread.
 */
final class Responder {
  private static final int PORT = 5353;
  private static final int PROBES = 3;
  private static final int PROBE_MILLIS = 250;
  private static final int ANNOUNCE_MILLIS = 1000;
  private static final int LOST_MILLIS = 1000;
  private static final int LEAST_DELAY = 20;
  private static final int DELAY_RANGE = 100;

  /** On each network, so that queries cannot make this host flood it. */
  private static final int PAUSE_MILLIS = 1000;

  /** Who disturbs so often is waited out. */
  private static final int CONFLICTS = 15;

  private static final int CONFLICT_MILLIS = 10_000;
  private static final int CONFLICT_PAUSE = 5000;

  /** For those who ask without taking part in multicast; they must not keep it long. */
  private static final long LONGEST_TTL_OF_REPLY = 10;

  private static final int REPLIES_TO_SOURCE = 5;
  private static final int REPLIES = 50;

  private enum State {
    SILENT,
    PROBING,
    ANNOUNCED
  }

  private final Clock clock;
  private final MdnsSender sender;
  private final Random random;
  private final String host;
  private final String id;
  private final ReplyLimit replies;
  private final Map<String, Long> sentAt = new HashMap<>();
  private final Map<String, Runnable> waiting = new HashMap<>();
  private final List<Long> conflicts = new ArrayList<>();
  private State state = State.SILENT;
  private Served served;
  private ServiceRecords records;
  private int number = 1;
  private int probes;
  private boolean slow;
  private Runnable timer = () -> {};

  /**
   * Announces nothing yet.
   *
   * @param host first label of the name of this host, which nobody else may have
   * @param id what the device is known by
   */
  Responder(Clock clock, MdnsSender sender, Random random, String host, String id) {
    this.clock = clock;
    this.sender = sender;
    this.random = random;
    this.host = host;
    this.id = id;
    this.replies = new ReplyLimit(REPLIES_TO_SOURCE, REPLIES, clock::millis);
  }

  /** What it is called on the network; empty if nothing is announced. */
  String label() {
    return state == State.ANNOUNCED ? records.instance().first() : "";
  }

  /**
   * Announces something, in place of what was announced before.
   *
   * @param next what; null for nothing
   */
  void publish(Served next) {
    if (next == null) {
      withdraw();
      return;
    }
    if (next.equals(served)) {
      return;
    }
    boolean renamed = served == null || !served.name().equals(next.name());
    if (renamed) {
      withdraw();
      number = 1;
    }
    ServiceRecords old = records;
    served = next;
    records = records();
    if (renamed) {
      probe();
    } else if (state == State.ANNOUNCED) {
      leave(old);
      announce();
    }
  }

  private ServiceRecords records() {
    String suffix = number == 1 ? "" : " (" + number + ")";
    String label = DnsName.cut(served.name(), DnsName.LONGEST_LABEL - suffix.length()) + suffix;
    return new ServiceRecords(served, label, host, id);
  }

  /** Says goodbye on the networks where it can be reached no more. */
  private void leave(ServiceRecords old) {
    for (Link link : sender.links()) {
      if (records.on(link).isEmpty()) {
        send(link, old.goodbyeOn(link));
      }
    }
  }

  /** Says goodbye. */
  void withdraw() {
    stop();
    if (state == State.ANNOUNCED) {
      sender.links().forEach(link -> send(link, records.goodbyeOn(link)));
    }
    state = State.SILENT;
    served = null;
    records = null;
  }

  private void stop() {
    timer.run();
    waiting.values().forEach(Runnable::run);
    waiting.clear();
  }

  /** On new networks somebody else may have the name. */
  void linksChanged() {
    Set<String> names = new HashSet<>();
    sender.links().forEach(link -> names.add(link.name()));
    sentAt.keySet().retainAll(names);
    if (state != State.SILENT) {
      probe();
    }
  }

  private void probe() {
    stop();
    state = State.PROBING;
    probes = 0;
    later(random.nextInt(PROBE_MILLIS), this::nextProbe);
  }

  private void later(int millis, Runnable task) {
    timer = clock.after(millis, task);
  }

  private void nextProbe() {
    if (probes == PROBES) {
      state = State.ANNOUNCED;
      slow = false;
      announce();
      return;
    }
    probes++;
    DnsMessage probe = DnsMessage.probe(records.instance(), List.of(records.claim()));
    for (Link link : sender.links()) {
      if (!records.on(link).isEmpty()) {
        sender.send(link, probe);
      }
    }
    later(PROBE_MILLIS, this::nextProbe);
  }

  /** Twice, since one may be lost. */
  private void announce() {
    stop();
    sayAll();
    later(ANNOUNCE_MILLIS, this::sayAll);
  }

  private void sayAll() {
    sender.links().forEach(link -> send(link, records.on(link)));
  }

  private void send(Link link, List<DnsRecord> said) {
    if (!said.isEmpty()) {
      sentAt.put(link.name(), clock.millis());
      sender.send(link, DnsMessage.response(said));
    }
  }

  /** Somebody has said or asked something. */
  void received(Link link, DnsMessage message, InetSocketAddress from) {
    if (state == State.SILENT) {
      return;
    }
    if (message.response()) {
      if (from.getPort() == PORT && message.said().anyMatch(this::contradicts)) {
        conflict();
      }
    } else if (state == State.PROBING) {
      compare(message);
    } else {
      answer(link, message, from);
    }
  }

  private boolean contradicts(DnsRecord record) {
    return record.ttl() > 0
        && record.data() instanceof DnsRecord.Server
        && record.name().equals(records.instance())
        && !record.saysTheSameAs(records.claim());
  }

  /** While probing, the other one has the name. Later, probing again decides who keeps it. */
  private void conflict() {
    if (state == State.PROBING) {
      number++;
      records = records();
    }
    long now = clock.millis();
    conflicts.removeIf(at -> now - at > CONFLICT_MILLIS);
    conflicts.add(now);
    probe();
    slow |= conflicts.size() >= CONFLICTS;
    if (slow) {
      conflicts.clear();
      stop();
      later(CONFLICT_PAUSE, this::nextProbe);
    }
  }

  /** Of two that probe at the same time the one with the later data goes on (RFC 6762, 8.2). */
  private void compare(DnsMessage probe) {
    byte[] ours = DnsWriter.data(records.claim().data());
    boolean lost = false;
    for (DnsRecord claim : probe.authorities()) {
      if (!claim.name().equals(records.instance())) {
        continue;
      }
      if (claim.data().type() < DnsRecord.SRV) {
        return;
      }
      lost |=
          claim.data().type() > DnsRecord.SRV
              || Arrays.compareUnsigned(DnsWriter.data(claim.data()), ours) > 0;
    }
    if (lost) {
      stop();
      probes = 0;
      later(LOST_MILLIS, this::nextProbe);
    }
  }

  private void answer(Link link, DnsMessage query, InetSocketAddress from) {
    List<DnsRecord> all = records.on(link);
    List<DnsRecord> asked =
        all.stream()
            .filter(record -> query.questions().stream().anyMatch(q -> q.isAnsweredBy(record)))
            .filter(record -> !isKnown(record, query))
            .toList();
    if (asked.isEmpty()) {
      return;
    }
    if (from.getPort() != PORT) {
      reply(link, query, asked, from);
      return;
    }
    boolean defends = !query.authorities().isEmpty();
    int delay = defends ? 0 : LEAST_DELAY + random.nextInt(DELAY_RANGE);
    long pause = defends ? PROBE_MILLIS : PAUSE_MILLIS;
    long now = clock.millis();
    long due = Math.max(now + delay, sentAt.getOrDefault(link.name(), now - pause) + pause);
    if (defends || !waiting.containsKey(link.name())) {
      waiting.getOrDefault(link.name(), () -> {}).run();
      waiting.put(link.name(), clock.after(due - now, () -> sayNow(link)));
    }
  }

  private void sayNow(Link link) {
    waiting.remove(link.name());
    send(link, records.on(link));
  }

  private static boolean isKnown(DnsRecord record, DnsMessage query) {
    return query.answers().stream()
        .anyMatch(known -> known.saysTheSameAs(record) && known.ttl() >= record.ttl() / 2);
  }

  private void reply(Link link, DnsMessage query, List<DnsRecord> asked, InetSocketAddress from) {
    if (!link.contains(from.getAddress()) || !replies.admits(from.getAddress())) {
      return;
    }
    List<DnsRecord> said =
        asked.stream()
            .map(record -> record.withTtl(Math.min(record.ttl(), LONGEST_TTL_OF_REPLY)))
            .map(DnsRecord::withoutFlush)
            .toList();
    List<DnsMessage.Question> questions =
        query.questions().stream()
            .distinct() // else a reply could be many times larger than the query
            .filter(q -> said.stream().anyMatch(q::isAnsweredBy))
            .toList();
    sender.reply(
        link, new DnsMessage(query.id(), true, questions, said, List.of(), List.of()), from);
  }
}
