package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.internal.link.IceCandidate;

class EarlyCandidatesTest {
  private static final IceCandidate ONE = new IceCandidate("candidate:1", "0", 0);
  private static final IceCandidate OTHER = new IceCandidate("candidate:2", "0", 0);

  private final EarlyCandidates early = new EarlyCandidates();

  @Test
  void eachAttemptGetsItsOwnOnce() {
    early.keep("a", "1", ONE);
    early.keep("a", "2", OTHER);
    early.keep("b", "1", OTHER);

    assertThat(early.take("a", "1")).isEqualTo(List.of(ONE));
    assertThat(early.take("a", "1")).isEmpty();
    assertThat(early.take("b", "1")).isEqualTo(List.of(OTHER));
  }

  @Test
  void onePeerThatSendsMoreLosesItsOldestAndNobodyElses() {
    early.keep("a", "1", ONE);
    for (int i = 0; i < 1000; i++) {
      early.keep("b", "" + i, ONE);
    }

    assertThat(early.take("a", "1")).hasSize(1);
    assertThat(early.take("b", "995")).isEmpty();
    assertThat(early.take("b", "996")).hasSize(1);
  }

  @Test
  void ofAnyNumberOfPeersFewAreKept() {
    for (int peer = 0; peer < 4096; peer++) {
      for (int attempt = 0; attempt < 4; attempt++) {
        for (int i = 0; i < 40; i++) {
          early.keep("p" + peer, "" + attempt, ONE);
        }
      }
    }

    int kept = 0;
    for (int peer = 0; peer < 4096; peer++) {
      for (int attempt = 0; attempt < 4; attempt++) {
        kept += early.take("p" + peer, "" + attempt).size();
      }
    }
    assertThat(kept).isEqualTo(64 * 32);
  }
}
