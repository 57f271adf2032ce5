package to.clasp.discovery.internal.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.mdns.FakeNet.PEER;
import static to.clasp.discovery.internal.mdns.FakeNet.other;
import static to.clasp.discovery.internal.mdns.FakeNet.served;
import static to.clasp.discovery.internal.net.TestLinks.address;
import static to.clasp.discovery.internal.net.TestLinks.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsMessage.Question;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.ManualClock;

class ResponderTest {
  private static final DnsName SERVICE = DnsName.of("_clasp", "_tcp", "local");
  private static final DnsName STAGE = SERVICE.child("Stage");
  private static final DnsMessage BROWSE =
      DnsMessage.query(List.of(new Question(SERVICE, DnsRecord.PTR)), List.of());
  private static final Link LAN = link("a0", "10.7.0.1/24", "fd07::1/64", "fe80::1/64");

  private final ManualClock clock = new ManualClock();
  private final FakeNet net = new FakeNet(LAN);
  private final Responder responder = new Responder(clock, net, new Random(1), "clasp-1", "the-id");

  private static DnsRecord foreign(int port) {
    return new DnsRecord(STAGE, true, 120, new DnsRecord.Server(port, DnsName.of("zzz", "local")));
  }

  private void announceStage() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(5000);
    net.take();
  }

  private List<DnsMessage> responses() {
    return net.take().stream().filter(DnsMessage::response).toList();
  }

  @Test
  void asksThreeTimesForTheNameThenTellsTwice() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(5000);
    List<DnsMessage> all = net.take();
    assertThat(all)
        .extracting(DnsMessage::response)
        .containsExactly(false, false, false, true, true);
    assertThat(all.get(0).questions()).containsExactly(new Question(STAGE, DnsRecord.ANY));
    assertThat(all.get(0).authorities().get(0).data())
        .isEqualTo(new DnsRecord.Server(8080, DnsName.of("clasp-1", "local")));
    assertThat(responder.label()).isEqualTo("Stage");
  }

  @Test
  void theRecordsAreThoseThatTheReferenceReads() {
    responder.publish(
        served("Stage", "tcp://0.0.0.0:8081", "ws://0.0.0.0:8080/clasp", "quic://127.0.0.1:9"));
    clock.pass(5000);
    List<DnsRecord> said = responses().get(0).answers();
    DnsName host = DnsName.of("clasp-1", "local");
    assertThat(said)
        .containsExactly(
            new DnsRecord(SERVICE, false, 4500, new DnsRecord.Pointer(STAGE)),
            new DnsRecord(STAGE, true, 120, new DnsRecord.Server(8080, host)),
            new DnsRecord(
                STAGE,
                true,
                4500,
                new DnsRecord.Text(
                    Map.of(
                        "version", "1",
                        "name", "Stage",
                        "features", "psetg",
                        "ws", "8080",
                        "path", "/clasp",
                        "tcp", "8081",
                        "id", "the-id"))),
            new DnsRecord(host, true, 120, new DnsRecord.Address(address("10.7.0.1"))),
            new DnsRecord(host, true, 120, new DnsRecord.Address(address("fd07::1"))),
            new DnsRecord(
                DnsName.of("_services", "_dns-sd", "_udp", "local"),
                false,
                4500,
                new DnsRecord.Pointer(SERVICE)));
  }

  @Test
  void aServiceThatIsNotClaspIsAnnouncedUnderItsOwnType() {
    DnsName type = DnsName.of("_osc", "_udp", "local");
    DnsName host = DnsName.of("clasp-1", "local");
    responder.publish(other("_osc._udp", "Stage", "osc.udp://10.7.0.1:8000"));
    clock.pass(5000);
    List<DnsRecord> said = responses().get(0).answers();
    assertThat(said)
        .containsExactly(
            new DnsRecord(type, false, 4500, new DnsRecord.Pointer(type.child("Stage"))),
            new DnsRecord(type.child("Stage"), true, 120, new DnsRecord.Server(8000, host)),
            new DnsRecord(type.child("Stage"), true, 4500, new DnsRecord.Text(Map.of())),
            new DnsRecord(host, true, 120, new DnsRecord.Address(address("10.7.0.1"))),
            new DnsRecord(
                DnsName.of("_services", "_dns-sd", "_udp", "local"),
                false,
                4500,
                new DnsRecord.Pointer(type)));
    responder.received(LAN, BROWSE, PEER);
    clock.pass(5000);
    assertThat(responses()).as("answers to who asks for CLASP").isEmpty();
  }

  @Test
  void aPortWithTlsAloneIsCalledSecure() {
    responder.publish(served("Stage", "wss://0.0.0.0:8080/clasp"));
    clock.pass(5000);
    DnsRecord text = responses().get(0).answers().get(2);
    assertThat(((DnsRecord.Text) text.data()).entries())
        .containsEntry("secure", "true")
        .containsEntry("ws", "8080");
  }

  @Test
  void withoutAWebSocketPortBrowsersAreNotSentTo7330() {
    responder.publish(served("Stage", "tcp://0.0.0.0:8081"));
    clock.pass(5000);
    DnsRecord text = responses().get(0).answers().get(2);
    assertThat(((DnsRecord.Text) text.data()).entries()).containsEntry("ws", "0");
  }

  @Test
  void eachNetworkHearsItsOwnAddressesAndOnlyIfThePortIsOpenThere() {
    Link other = link("b0", "192.168.1.1/24");
    net.change(LAN, other);
    responder.publish(served("Stage", "ws://192.168.1.1:8080/clasp"));
    clock.pass(5000);
    assertThat(net.sent).isNotEmpty().allMatch(each -> each.link().equals(other));
    assertThat(responses().get(0).answers())
        .filteredOn(each -> each.data() instanceof DnsRecord.Address)
        .extracting(DnsRecord::data)
        .containsExactly(new DnsRecord.Address(address("192.168.1.1")));
    responder.publish(served("Stage", "ws://127.0.0.1:8080/clasp"));
    clock.pass(5000);
    assertThat(responses()).hasSize(1).allMatch(each -> each.answers().get(0).ttl() == 0);
  }

  @Test
  void answersWhoBrowsesOnceInASecond() {
    announceStage();
    for (int i = 0; i < 50; i++) {
      responder.received(LAN, BROWSE, PEER);
      clock.pass(10);
    }
    clock.pass(600);
    assertThat(responses()).hasSize(1);
    clock.pass(5000);
    assertThat(responses()).as("for those who came after the first").hasSize(1);
  }

  @Test
  void doesNotRepeatWhatTheAskerKnows() {
    announceStage();
    DnsRecord known = new DnsRecord(SERVICE, false, 4000, new DnsRecord.Pointer(STAGE));
    responder.received(LAN, DnsMessage.query(BROWSE.questions(), List.of(known)), PEER);
    clock.pass(5000);
    assertThat(responses()).isEmpty();
    responder.received(
        LAN, DnsMessage.query(BROWSE.questions(), List.of(known.withTtl(100))), PEER);
    clock.pass(5000);
    assertThat(responses()).hasSize(1);
  }

  @Test
  void saysGoodbye() {
    announceStage();
    responder.withdraw();
    List<DnsRecord> last = responses().get(0).answers();
    assertThat(last).hasSize(5).allMatch(each -> each.ttl() == 0);
    responder.received(LAN, BROWSE, PEER);
    clock.pass(5000);
    assertThat(responses()).isEmpty();
  }

  @Test
  void takesAnotherNameIfSomebodyHasIt() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(300);
    responder.received(LAN, DnsMessage.response(List.of(foreign(9))), PEER);
    clock.pass(5000);
    assertThat(responder.label()).isEqualTo("Stage (2)");
  }

  @Test
  void whoHasTheNameDefendsItAtOnce() {
    announceStage();
    responder.received(LAN, DnsMessage.probe(STAGE, List.of(foreign(9).withoutFlush())), PEER);
    clock.pass(1);
    assertThat(responses()).hasSize(1);
    assertThat(responder.label()).isEqualTo("Stage");
  }

  /** The later data wins: the other's port is larger, then smaller. */
  @Test
  void ofTwoThatAskAtTheSameTimeOneGivesWay() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(300);
    responder.received(LAN, DnsMessage.probe(STAGE, List.of(foreign(1).withoutFlush())), PEER);
    clock.pass(900);
    assertThat(responder.label()).isEqualTo("Stage");
    responder.withdraw();
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(300);
    responder.received(LAN, DnsMessage.probe(STAGE, List.of(foreign(60_000).withoutFlush())), PEER);
    clock.pass(900);
    assertThat(responder.label()).isEmpty();
    clock.pass(5000);
    assertThat(responder.label()).isEqualTo("Stage");
  }

  @Test
  void itsOwnMessagesComingBackAreNoConflict() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    for (int i = 0; i < 20; i++) {
      net.take().forEach(own -> responder.received(LAN, own, PEER));
      clock.pass(250);
    }
    assertThat(responder.label()).isEqualTo("Stage");
  }

  /** Somebody who claims every name must not keep us busy. */
  @Test
  void conflictsWithoutEndSlowItDown() {
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    int sent = 0;
    for (int i = 0; i < 600; i++) {
      clock.pass(100);
      for (DnsMessage each : net.take()) {
        sent++;
        for (Question question : each.questions()) {
          DnsRecord claim = new DnsRecord(question.name(), true, 120, foreign(9).data());
          responder.received(LAN, DnsMessage.response(List.of(claim)), PEER);
        }
      }
    }
    assertThat(sent).isBetween(15, 40);
  }

  @Test
  void onNewNetworksItAsksForItsNameAgain() {
    announceStage();
    Link other = link("b0", "192.168.1.1/24");
    net.change(LAN, other);
    responder.linksChanged();
    clock.pass(5000);
    assertThat(net.sent).filteredOn(each -> each.link().equals(other)).hasSize(5);
  }

  @Test
  void aChangedPortIsToldWithoutAskingAgain() {
    announceStage();
    responder.publish(served("Stage", "ws://0.0.0.0:9090/clasp"));
    clock.pass(5000);
    List<DnsMessage> all = net.take();
    assertThat(all).hasSize(2).allMatch(DnsMessage::response);
    assertThat(((DnsRecord.Server) all.get(0).answers().get(1).data()).port()).isEqualTo(9090);
  }

  @Test
  void theSameAgainIsNotTold() {
    announceStage();
    responder.publish(served("Stage", "ws://0.0.0.0:8080/clasp"));
    clock.pass(5000);
    assertThat(net.take()).isEmpty();
  }

  /** They ask from another port, know nothing of flushing, and may be forged. */
  @Test
  void simpleResolversNearbyGetAReplyOfTheirOwnWithinLimits() {
    announceStage();
    InetSocketAddress simple = new InetSocketAddress(address("10.7.0.9"), 40_000);
    for (int i = 0; i < 20; i++) {
      responder.received(LAN, BROWSE, simple);
    }
    assertThat(net.sent).hasSize(5).allMatch(each -> simple.equals(each.to()));
    assertThat(net.take().get(0).answers()).allMatch(each -> each.ttl() == 10 && !each.flush());
    clock.pass(1000);
    responder.received(LAN, BROWSE, new InetSocketAddress(address("8.8.8.8"), 40_000));
    assertThat(net.sent).isEmpty();
  }

  @Test
  void aQuestionThatIsRepeatedIsNotRepeatedInTheReply() {
    announceStage();
    List<Question> same = java.util.Collections.nCopies(300, new Question(SERVICE, DnsRecord.PTR));
    InetSocketAddress simple = new InetSocketAddress(address("10.7.0.9"), 40_000);
    responder.received(LAN, DnsMessage.query(same, List.of()), simple);
    assertThat(net.take().get(0).questions()).hasSize(1);
  }

  @Test
  void aPortOfThisHostAloneDoesNotHideOneThatIsOpenToAll() {
    responder.publish(served("Stage", "ws://127.0.0.1:8080/clasp", "tcp://0.0.0.0:8081"));
    clock.pass(5000);
    assertThat(responses().get(0).answers())
        .extracting(DnsRecord::data)
        .filteredOn(DnsRecord.Text.class::isInstance)
        .extracting(data -> ((DnsRecord.Text) data).entries())
        .singleElement()
        .satisfies(text -> assertThat(text).containsEntry("ws", "0").containsEntry("tcp", "8081"));
  }

  /** The network of the test takes no message that does not fit into a datagram. */
  @Test
  void ofManyAddressesOnANetworkAFewAreTold() {
    String[] addresses = new String[60];
    for (int i = 0; i < 60; i++) {
      addresses[i] = i == 50 ? "10.7.0.1/24" : "fd07::" + (i + 1) + "/64";
    }
    net.change(link("a0", addresses));
    String longest = "ü".repeat(300);
    responder.publish(
        served(
            longest,
            "wss://0.0.0.0:65535/" + "p".repeat(200),
            "tcp://0.0.0.0:65535",
            "udp://0.0.0.0:65535",
            "quic://0.0.0.0:65535"));
    clock.pass(5000);
    assertThat(responses().get(0).answers())
        .extracting(DnsRecord::data)
        .filteredOn(DnsRecord.Address.class::isInstance)
        .hasSize(8)
        .contains(new DnsRecord.Address(address("10.7.0.1")));
  }

  @Test
  void longNamesAreCutToFit() {
    responder.publish(served("ü".repeat(300), "ws://0.0.0.0:8080/clasp"));
    clock.pass(5000);
    assertThat(responder.label()).isEqualTo("ü".repeat(31));
  }
}
