package to.clasp.discovery.internal.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.net.TestLinks.address;

import java.net.URI;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.Served;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Ping;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;

class DatagramsTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final long TIME = 0x0102030405060708L;

  private static Served served(String name, String uri) {
    return Served.of(
            new Announcement(name, Features.ALL, new LinkedHashSet<>(Set.of(URI.create(uri)))))
        .orElseThrow();
  }

  private static Device there(String name, String uri) {
    byte[] reply = Reply.to(served(name, uri), ID, TIME, 20).orElseThrow();
    return Reply.read(reply, reply.length, address("10.7.0.9")).orElseThrow();
  }

  @Test
  void theRequestIsExactlyThatOfTheReference() {
    assertThat(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(Request.bytes()))
        .isEqualTo("53 01 00 10 01 01 00 00 09 44 69 73 63 6F 76 65 72 79 00 00");
    assertThat(FrameCodec.decode(Request.bytes(), 0, 20).message())
        .isEqualTo(new Hello(1, Features.NONE, "Discovery", null));
  }

  @Test
  void aHelloOfAnyNameAsksAndNothingElseDoes() {
    byte[] named = FrameCodec.encode(new Hello(1, Features.ALL, "somebody", "token"));
    assertThat(Request.isOne(named, named.length)).isTrue();
    byte[] ping = FrameCodec.encode(new Ping());
    assertThat(Request.isOne(ping, ping.length)).isFalse();
    byte[] text = "CLASP-DISCOVER\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(Request.isOne(text, text.length)).isFalse();
    assertThat(Request.isOne(Request.bytes(), 19)).isFalse();
    assertThat(Request.isOne(new byte[0], 0)).isFalse();
  }

  /** WELCOME: version, features, time, session, name, empty token. */
  @Test
  void theReplyIsExactlyThatOfTheReference() {
    byte[] reply = Reply.to(served("Stage", "ws://0.0.0.0:7330/clasp"), ID, TIME, 20).orElseThrow();
    String hex = HexFormat.of().formatHex(reply);
    assertThat(hex).matches("53..00" + "3a" + "02" + "01" + "f8" + "0102030405060708" + "0024.*");
    assertThat(hex)
        .endsWith(HexFormat.of().formatHex((ID).getBytes()) + "0005" + "5374616765" + "0000");
  }

  @Test
  void whatIsNotAt7330StandsBehindTheName() {
    byte[] reply = Reply.to(served("Stage", "wss://0.0.0.0:8443/x"), ID, TIME, 20).orElseThrow();
    assertThat(((Welcome) FrameCodec.decode(reply, 0, reply.length).message()).name())
        .isEqualTo("Stage [wss://:8443/x]");
    assertThat(there("Stage", "wss://0.0.0.0:8443/x"))
        .extracting(Device::name, each -> each.uri().orElseThrow().toString())
        .containsExactly("Stage", "wss://10.7.0.9:8443/x");
    assertThat(there("Stage", "ws://0.0.0.0:7330/clasp").uri())
        .contains(URI.create("ws://10.7.0.9:7330/clasp"));
  }

  @Test
  void aReplyIsAtMostSixTimesAsLargeAsItsRequest() {
    Served longest = served("ü".repeat(200), "ws://0.0.0.0:65535/clasp");
    for (int request = 1; request < 200; request++) {
      int most = request * Reply.AMPLIFICATION;
      Optional<byte[]> reply = Reply.to(longest, ID, TIME, request);
      assertThat(reply.map(each -> each.length).orElse(0)).isLessThanOrEqualTo(Math.min(most, 120));
    }
    assertThat(Reply.to(longest, ID, TIME, 20)).isPresent();
    assertThat(Reply.to(longest, ID, TIME, 11)).isEmpty();
  }

  @Test
  void repliesOfTheReferenceAreRead() {
    Features some = Features.of(SignalType.PARAM, SignalType.EVENT);
    byte[] reply = FrameCodec.encode(new Welcome(1, some, 5, ID, "Desk [ws://:0/]", null));
    Device device = Reply.read(reply, reply.length, address("10.7.0.9")).orElseThrow();
    assertThat(device.id()).isEqualTo(ID);
    assertThat(device.name()).as("no port 0").isEqualTo("Desk [ws://:0/]");
    assertThat(device.info().features()).isEqualTo(some);
    assertThat(device.uri()).contains(URI.create("ws://10.7.0.9:7330/clasp"));
  }

  @Test
  void anythingElseIsNoReply() {
    assertThat(Reply.read(Request.bytes(), 20, address("10.7.0.9"))).isEmpty();
    assertThat(Reply.read(new byte[100], 100, address("10.7.0.9"))).isEmpty();
    byte[] huge = FrameCodec.encode(new Welcome(1, Features.ALL, 5, ID, "x".repeat(3000), null));
    assertThat(Reply.read(huge, huge.length, address("10.7.0.9"))).isEmpty();
  }
}
