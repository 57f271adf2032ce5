package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.osc.internal.stream.StreamFraming;
import to.clasp.osc.internal.value.NumberTypes;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** Receivers that are configured, because they never ask. */
@ExtendWith(LeakGuard.class)
class TargetTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    if (edge != null) {
      edge.close();
    }
  }

  private static Map<String, Object> targets(Object... lines) {
    return Map.of("targets", Arrays.stream(lines).map(String::valueOf).toArray(String[]::new));
  }

  @Test
  void aLineIsReadWordByWord() {
    assertThat(Target.of("10.0.0.1:9000"))
        .isEqualTo(new Target("10.0.0.1", 9000, null, null, false, List.of("/**")));
    assertThat(Target.of("[::1]:9000  slip types=f device /1/** /2/**"))
        .isEqualTo(
            new Target(
                "::1",
                9000,
                StreamFraming.SLIP,
                NumberTypes.FLOATS,
                true,
                List.of("/1/**", "/2/**")));
    assertThat(Target.of("desk:1 tcp").stream()).isEqualTo(StreamFraming.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9000",
        "host:",
        "host:0",
        "host:65536",
        "host:1 quic",
        "host:1 types=x",
        "host:1 /a//b"
      })
  void whatIsNoTargetIsNamed(String line) {
    assertThatThrownBy(() -> EdgeFixture.settings(targets(line + " /a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("to.clasp.osc: t");
  }

  @Test
  void aTargetGetsWhatIsThereAndWhatChangesWithItsTypes() throws Exception {
    try (RawOsc one = new RawOsc(null);
        RawOsc two = new RawOsc(null)) {
      edge =
          new EdgeFixture(
              targets(
                  "127.0.0.1:" + one.port() + " types=f /1/**",
                  "127.0.0.1:" + two.port() + " types=hd"));
      RawClient client = edge.client();
      client.send(Set.of("/osc/1/a", Value.of(5)), Set.of("/osc/2/a", Value.of(0.5)));
      client.drain();
      assertThat(one.next()).isEqualTo("/1/a ,f 5.0");
      assertThat(List.of(two.next(), two.next()))
          .containsExactlyInAnyOrder("/1/a ,h 5", "/2/a ,d 0.5");
      one.hearsNothingFor(50);
    }
  }

  @Test
  void targetsThatStayKeepTheirSessionWhenOthersComeAndGo() throws Exception {
    try (RawOsc stays = new RawOsc(null);
        RawOsc goes = new RawOsc(null)) {
      String staying = "127.0.0.1:" + stays.port();
      edge = new EdgeFixture(targets(staying, "127.0.0.1:" + goes.port()));
      RawClient client = edge.client();
      client.send(Set.of("/osc/a", Value.of(1)));
      assertThat(stays.next()).isEqualTo("/a ,i 1");
      assertThat(goes.next()).isEqualTo("/a ,i 1");
      edge.ports.configure(EdgeFixture.settings(targets(staying)));
      client.send(Set.of("/osc/a", Value.of(2)));
      assertThat(stays.next()).isEqualTo("/a ,i 2");
      goes.hearsNothingFor(100);
    }
  }

  @Test
  void aTargetIsNotToldWhatItSentFromItsPort() throws Exception {
    DatagramSocket free = new DatagramSocket(0);
    int port = free.getLocalPort();
    free.close();
    edge = new EdgeFixture(targets("127.0.0.1:" + port));
    try (DatagramSocket device =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))) {
      device.setSoTimeout(300);
      RawClient client = edge.subscriber();
      byte[] packet = OscText.message("/a", 1);
      device.send(
          new DatagramPacket(
              packet, packet.length, InetAddress.getByName("127.0.0.1"), edge.udp().getPort()));
      assertThat(client.expect(Set.class).address()).isEqualTo("/osc/a");
      assertThatThrownBy(() -> device.receive(new DatagramPacket(new byte[99], 99)))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(edge.edge.places().taken()).isZero();
    }
  }

  @Test
  void whatATargetSendsOverItsLimitIsDropped() throws Exception {
    try (RawOsc listening = new RawOsc(null)) {
      edge =
          new EdgeFixture(
              Map.of(
                  "maxDatagramsPerSecond",
                  5,
                  "targets",
                  new String[] {"127.0.0.2:" + listening.port() + " device"}));
      RawClient client = edge.subscriber();
      int sent = 200;
      try (RawOsc device = new RawOsc(edge.udp(), "127.0.0.2")) {
        for (int i = 0; i < sent; i++) {
          device.send("/a", i);
        }
      }
      edge.osc().send("/end", 1);
      int told = 0;
      while (!client.expect(Set.class).address().equals("/osc/end")) {
        told++;
      }
      assertThat(told).isBetween(5, sent - 1);
    }
  }

  /** A tablet sends from one port and listens on another. */
  @Test
  void aDeviceIsNotToldWhatItSentFromAnotherPort() throws Exception {
    try (RawOsc listening = new RawOsc(null)) {
      edge = new EdgeFixture(targets("127.0.0.1:" + listening.port() + " device"));
      RawClient client = edge.subscriber();
      edge.osc().send("/a", 1);
      client.expect(Set.class);
      client.send(Set.of("/osc/a", Value.of(2)));
      assertThat(listening.next()).isEqualTo("/a ,i 2");
    }
  }

  @Test
  void aBroadcastIsHeardByWhoeverListens() throws Exception {
    try (RawOsc everybody = new RawOsc(null, "0.0.0.0")) {
      edge =
          new EdgeFixture(
              Map.of(
                  "broadcast",
                  true,
                  "targets",
                  new String[] {"127.255.255.255:" + everybody.port()}));
      edge.client().send(Set.of("/osc/a", Value.of(1)));
      assertThat(everybody.next()).isEqualTo("/a ,i 1");
    }
  }

  @Test
  void aMulticastIsHeardByItsGroup() throws Exception {
    InetAddress group = InetAddress.getByName("239.255.77.77");
    try (MulticastSocket member = new MulticastSocket(0)) {
      member.setSoTimeout(10_000);
      member.joinGroup(new InetSocketAddress(group, 0), NetworkInterface.getByName("lo"));
      edge =
          new EdgeFixture(
              Map.of(
                  "multicastInterface",
                  "lo",
                  "targets",
                  new String[] {"239.255.77.77:" + member.getLocalPort()}));
      edge.client().send(Set.of("/osc/a", Value.of(1)));
      DatagramPacket packet = new DatagramPacket(new byte[99], 99);
      member.receive(packet);
      assertThat(OscText.of(packet.getData(), packet.getLength())).isEqualTo("/a ,i 1");
    }
  }

  @Test
  void aTargetOverTcpIsConnectedToAgainAndAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      server.setSoTimeout(10_000);
      edge = new EdgeFixture(targets("127.0.0.1:" + server.getLocalPort() + " tcp"));
      RawClient client = edge.client();
      client.send(Set.of("/osc/a", Value.of(1)));
      for (int i = 0; i < 2; i++) {
        try (Socket accepted = server.accept()) {
          accepted.setSoTimeout(10_000);
          DataInputStream in = new DataInputStream(accepted.getInputStream());
          byte[] packet = new byte[in.readInt()];
          in.readFully(packet);
          assertThat(OscText.of(packet, packet.length)).isEqualTo("/a ,i 1");
        }
      }
    }
  }
}
