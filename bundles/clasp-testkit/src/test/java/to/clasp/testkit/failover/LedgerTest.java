package to.clasp.testkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void countsAcknowledgedValuesInOrder() {
    write(2);
    ledger.acknowledged(1);
    assertThat(ledger.acknowledged()).isEqualTo(1);
    assertThat(ledger.waiting()).isEqualTo(1);
    ledger.acknowledged(2);
    assertThat(ledger.acknowledged()).isEqualTo(2);
    assertThat(ledger.waiting()).isZero();
    assertThat(ledger.problems()).isEmpty();
  }

  @Test
  void whatWasOnTheWayMayHaveTakenRevisions() {
    write(3);
    ledger.acknowledged(1);
    ledger.connectionLost();
    assertThat(ledger.again()).containsExactly(2L, 3L);
    ledger.acknowledged(4);
    ledger.acknowledged(5);
    assertThat(ledger.problems()).isEmpty();
    assertThat(ledger.doubled()).isEqualTo(2);
    assertThat(ledger.resent()).isEqualTo(2);
    assertThat(ledger.revision()).isEqualTo(ledger.acknowledged() + ledger.doubled());
  }

  @Test
  void whatWasNotSentAgainBeforeTheNextLossIsInDoubtOnlyOnce() {
    write(1);
    ledger.connectionLost();
    ledger.connectionLost();
    ledger.again();
    ledger.acknowledged(3);
    assertThat(ledger.problems()).hasSize(1);
  }

  @Test
  void aRevisionTooManyIsAProblem() {
    write(2);
    ledger.connectionLost();
    ledger.again();
    ledger.acknowledged(4);
    assertThat(ledger.problems())
        .containsExactly("value 1 got revision 4 after 0, with 2 SETs in doubt");
  }

  @Test
  void aRevisionTooManyIsAProblemAlsoLongAfterALoss() {
    write(2);
    ledger.connectionLost();
    ledger.again();
    ledger.acknowledged(1);
    ledger.acknowledged(3);
    assertThat(ledger.problems()).hasSize(1);
  }

  @Test
  void aRevisionThatGoesBackIsAProblem() {
    write(2);
    ledger.acknowledged(1);
    ledger.acknowledged(1);
    assertThat(ledger.problems()).hasSize(1);
  }

  @Test
  void anAckForNothingIsAProblem() {
    write(1);
    ledger.connectionLost();
    ledger.acknowledged(1);
    assertThat(ledger.problems()).containsExactly("an ACK for nothing, revision 1");
  }

  private void write(int values) {
    for (int i = 0; i < values; i++) {
      ledger.next();
    }
  }
}
