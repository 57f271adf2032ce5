package to.clasp.itests.karaf;

import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/** Everything that is tested in Karaf, in one container, in this order. */
@RunWith(Suite.class)
@Suite.SuiteClasses({
  HostNettyCase.class,
  FeaturesCase.class,
  TransportCase.class,
  SwapCase.class,
  ClientCase.class,
  PeerCase.class
})
public class KarafSuiteIT {}
