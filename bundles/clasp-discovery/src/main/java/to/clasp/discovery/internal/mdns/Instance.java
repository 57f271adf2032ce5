package to.clasp.discovery.internal.mdns;

import java.util.ArrayList;
import java.util.List;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.dns.DnsMessage.Question;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;

/** What was said about one instance of the service. */
final class Instance {
  /** After these pauses it is asked again for what is missing, then not before it is renewed. */
  private static final int[] PAUSES = {0, 1000, 3000, 9000};

  private final DnsName name;
  Lease pointer;
  DnsRecord.Server server;
  Lease serverLease;
  DnsRecord.Text text;
  Lease textLease;
  Host host;
  Device told;
  private int tries;
  private long nextTry;

  Instance(DnsName name) {
    this.name = name;
  }

  DnsName name() {
    return name;
  }

  boolean isComplete() {
    return server != null && text != null && host != null && !host.isEmpty();
  }

  /** What there is to ask now. */
  List<Question> questions(long now) {
    List<Question> questions = new ArrayList<>();
    if (pointer.asks(now)) {
      tries = 0;
      questions.add(new Question(ServiceRecords.SERVICE, DnsRecord.PTR));
    }
    boolean ask = !isComplete() && mayTry(now);
    if (server == null ? ask : serverLease.asks(now)) {
      questions.add(new Question(name, DnsRecord.SRV));
    }
    if (text == null ? ask : textLease.asks(now)) {
      questions.add(new Question(name, DnsRecord.TXT));
    }
    if (host != null && (host.isEmpty() ? ask : host.asks(now))) {
      questions.add(new Question(server.host(), DnsRecord.A));
      questions.add(new Question(server.host(), DnsRecord.AAAA));
    }
    return questions;
  }

  private boolean mayTry(long now) {
    if (tries == PAUSES.length || now < nextTry) {
      return false;
    }
    tries++;
    nextTry = now + (tries < PAUSES.length ? PAUSES[tries] : 0);
    return true;
  }

  /** Forgets what holds no more; the addresses are forgotten by their host. */
  void expire(long now) {
    if (server != null && serverLease.isOver(now)) {
      server = null;
    }
    if (text != null && textLease.isOver(now)) {
      text = null;
    }
  }
}
