package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Protocol part 6: params, revisions, locks. */
class ParamTest {
  private final RouterFixture router =
      RouterFixture.with(Map.of("maxParams", 50, "eviction", "reject"));
  private final RawClient client = router.client("client");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aWriterThatSubscribedGetsItsOwnSetAndThenTheAck() {
    client.send(subscribe(1, "/a"), Set.of("/a", Value.of(0.75)));

    Set echo = client.expect(Set.class);
    assertThat(echo.value()).isEqualTo(Value.of(0.75));
    assertThat(echo.revision()).isEqualTo(1);
    assertThat(client.expect(Ack.class)).isEqualTo(new Ack("/a", 1L, null, null, null));
    client.expectNothing();
  }

  @Test
  void eachWriteOfAParamRaisesItsRevisionByOne() {
    for (long revision = 1; revision <= 3; revision++) {
      client.send(Set.of("/a", Value.of(revision)));
      assertThat(client.expect(Ack.class).revision()).isEqualTo(revision);
    }
    client.send(Set.of("/b", Value.of(true)));
    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
  }

  @Test
  void getAnswersWithValueRevisionWriterAndTime() {
    String session = router.connect().hello("other").session();
    RawClient writer = router.connect();
    String writerSession = writer.hello("writer").session();
    writer.send(Set.of("/a", Value.of("hi"))).expect(Ack.class);

    client.send(new Get("/a"));

    Snapshot.Entry entry = client.expect(Snapshot.class).entries().get(0);
    assertThat(entry.value()).isEqualTo(Value.of("hi"));
    assertThat(entry.revision()).isEqualTo(1);
    assertThat(entry.writer()).isEqualTo(writerSession).isNotEqualTo(session);
    assertThat(entry.timestamp()).isPositive();
  }

  @Test
  void getOfNothingIsError201() {
    client.send(new Get("/nothing"));

    assertError(ErrorCode.ADDRESS_NOT_FOUND, "/nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no/slash", "/", "/a/", "/a//b", "/a/*", "/**"})
  void aSetToAnInvalidAddressIsError200(String address) {
    client.send(Set.of(address, Value.of(1)));

    assertError(ErrorCode.INVALID_ADDRESS, address);
    client.expectNothing();
  }

  @Test
  void aSetThatExpectsAnotherRevisionIsError400AndChangesNothing() {
    client.send(Set.of("/a", Value.of(1)), Set.of("/a", Value.of(2))).drain();

    client.send(new Set("/a", Value.of(3), 1L, false, false, null));

    assertThat(assertError(ErrorCode.REVISION_CONFLICT, "/a")).contains("1").contains("2");
    assertThat(valueOf("/a")).isEqualTo(Value.of(2));
  }

  @Test
  void aSetThatExpectsTheCurrentRevisionSucceeds() {
    client.send(Set.of("/a", Value.of(1))).drain();

    client.send(new Set("/a", Value.of(3), 1L, false, false, null));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void theFirstWriteOfAParamSucceedsWhateverRevisionItExpects() {
    client.send(new Set("/a", Value.of(3), 7L, false, false, null));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
  }

  @Test
  void aLockedParamIsWrittenByItsHolderOnly() {
    RawClient holder = router.connect();
    String holderSession = holder.hello("holder").session();
    holder.send(new Set("/a", Value.of(1), null, true, false, null));
    assertThat(holder.expect(Ack.class)).isEqualTo(new Ack("/a", 1L, true, holderSession, null));

    client.send(Set.of("/a", Value.of(2)));
    assertThat(assertError(ErrorCode.LOCK_HELD, "/a")).contains(holderSession);
    client.send(new Set("/a", Value.of(2), null, false, true, null));
    assertError(ErrorCode.LOCK_HELD, "/a");
    client.send(new Set("/a", Value.of(2), null, true, false, null));
    assertError(ErrorCode.LOCK_HELD, "/a");

    holder.send(Set.of("/a", Value.of(3)));
    assertThat(holder.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void theHolderGivesTheLockBackWithUnlock() {
    RawClient holder = router.client("holder");
    holder.send(new Set("/a", Value.of(1), null, true, false, null)).expect(Ack.class);
    holder.send(new Set("/a", Value.of(2), null, false, true, null)).expect(Ack.class);

    client.send(Set.of("/a", Value.of(3)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(3);
  }

  @Test
  void locksEndWithTheSessionOfTheirHolder() {
    RawClient holder = router.client("holder");
    holder.send(new Set("/a", Value.of(1), null, true, false, null)).expect(Ack.class);
    holder.close();
    holder.awaitClosed();
    Await.until(() -> router.transport.openConnections() == 1);

    client.send(Set.of("/a", Value.of(2)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void aParamTooManyIsRefusedAndTheOthersStayWritable() {
    for (int i = 0; i < 50; i++) {
      client.send(Set.of("/p/" + i, Value.of(i)));
    }
    client.drain();

    client.send(Set.of("/p/50", Value.of(50)));

    assertThat(assertError(ErrorCode.REVISION_CONFLICT, "/p/50")).contains("50 params");
    client.send(Set.of("/p/7", Value.of(8)));
    assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void theLargestSetThatIsAcceptedAlsoFitsEchoAndSnapshot() {
    // type, flags, two length fields and the address: 65 478 bytes in all
    Value largest = Value.of("x".repeat(65_478 - 1 - 1 - 2 - 2 - 2));
    client.send(subscribe(1, "/a"), Set.of("/a", largest));

    assertThat(client.expect(Set.class).value()).isEqualTo(largest);
    client.expect(Ack.class);
    assertThat(valueOf("/a")).isEqualTo(largest);
  }

  @Test
  void aSetThatWouldNotFitAsSnapshotIsRefusedWithTheLimit() {
    Value tooLarge = Value.of("x".repeat(65_478 - 1 - 1 - 2 - 2 - 2 + 1));

    client.send(Set.of("/a", tooLarge));

    assertThat(assertError(ErrorCode.INVALID_VALUE, "/a")).contains("65478");
  }

  @Test
  void aValueThatOnlyFitsInTheSendersNarrowEncodingIsRefused() {
    // 20 000 I16 take 60 000 bytes from the sender and would take 180 000 from the router.
    byte[] frame = new byte[4 + 1 + 1 + 4 + 2 + 20_000 * 3];
    int payload = frame.length - 4;
    byte[] head = {
      0x53, 1, (byte) (payload >> 8), (byte) payload, 0x21, 0x0A, 0, 2, '/', 'a', 0x4E, 0x20
    };
    System.arraycopy(head, 0, frame, 0, head.length);
    for (int i = head.length; i < frame.length; i += 3) {
      frame[i] = 0x03;
    }

    client.sendBytes(frame);

    assertError(ErrorCode.INVALID_VALUE, "/a");
    client.expectNothing();
  }

  @Test
  void anUnreadableFrameIsAnErrorAndTheSessionGoesOn() {
    client.sendBytes(new byte[] {0x53, 1, 0, 1, 0x21}, new byte[] {1, 2, 3});

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(101);
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(100);
    client.expectNothing();
  }

  @Test
  void syncIsAnsweredWithTheRoutersClock() {
    client.send(new Sync(42, null, null));

    Sync answer = client.expect(Sync.class);
    assertThat(answer.t1()).isEqualTo(42);
    assertThat(answer.t3()).isGreaterThanOrEqualTo(answer.t2());
  }

  private Value valueOf(String address) {
    client.send(new Get(address));
    List<Snapshot.Entry> entries = client.expect(Snapshot.class).entries();
    assertThat(entries).hasSize(1);
    return entries.get(0).value();
  }

  private String assertError(ErrorCode code, String address) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(code.code());
    assertThat(error.address()).isEqualTo(address);
    return error.message();
  }

  private static Subscribe subscribe(long id, String pattern) {
    return new Subscribe(id, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
