package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.access.DoorCheck;

/** Random scopes, patterns and sequences of messages, judged by brute force. */
class AccessPropertyTest {
  private static final int RUNS = 150;

  @Test
  void noSequenceOfMessagesGetsPastTheScopes() {
    for (long seed = 0; seed < RUNS; seed++) {
      assertThat(faultOf(seed, DoorCheck.SCOPES)).as("seed " + seed).isNull();
    }
  }

  /** Else the test above would prove nothing about that door. */
  @ParameterizedTest
  @EnumSource
  void aDoorThatIsNotCheckedIsNoticed(Door door) {
    DoorCheck broken = allBut(door);
    for (long seed = 0; seed < RUNS; seed++) {
      if (faultOf(seed, broken) != null) {
        return;
      }
    }
    throw new AssertionError("nobody notices that " + door + " is open for everybody");
  }

  private static String faultOf(long seed, DoorCheck doors) {
    try (AccessScenario scenario = new AccessScenario(seed, doors)) {
      return scenario.run();
    }
  }

  private static DoorCheck allBut(Door open) {
    return new DoorCheck() {
      @Override
      public boolean allows(Grant grant, Door door, String address) {
        return door == open || SCOPES.allows(grant, door, address);
      }

      @Override
      public boolean allowsSomeOf(Grant grant, Door door, AddressPattern pattern) {
        return door == open || SCOPES.allowsSomeOf(grant, door, pattern);
      }
    };
  }
}
