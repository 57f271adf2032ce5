package to.clasp.testkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingsTest {
  private final Sightings sightings = new Sightings();

  @Test
  void aSnapshotMayRepeatTheNewestRevision() {
    sightings.live("/a", 3);
    sightings.kept("/a", 3);
    sightings.live("/a", 5);
    assertThat(sightings.problems()).isEmpty();
    assertThat(sightings.newest()).containsEntry("/a", 5L);
    assertThat(sightings.values()).isEqualTo(2);
  }

  @Test
  void aSnapshotThatGoesBackIsAProblem() {
    sightings.live("/a", 3);
    sightings.kept("/a", 2);
    assertThat(sightings.problems()).containsExactly("/a came with revision 2 after 3");
  }

  @Test
  void aLiveValueThatIsNotNewIsAProblem() {
    sightings.kept("/a", 3);
    sightings.live("/a", 3);
    assertThat(sightings.problems()).hasSize(1);
  }
}
