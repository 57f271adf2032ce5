package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleReference;
import to.clasp.client.ClaspClient;

/** Which connector is taken, in plain Java and in a framework. */
class ConnectorChoiceTest {
  private static final class BundleLoader extends ClassLoader implements BundleReference {}

  @Test
  void inPlainJavaTheHighestRankingCounts() {
    assertThatThrownBy(() -> ClaspClient.connect("ranked://host"))
        .hasMessageContaining("ranking 100");
  }

  @Test
  void aTransportThatCannotBeLoadedIsNamedOnlyWhereNoOtherWillDo() {
    assertThatThrownBy(() -> ClaspClient.connect("absent://host"))
        .hasMessageContaining("no transport for it is on the class path")
        .hasMessageContaining("unusable: ")
        .hasMessageContaining("RankedConnector$Broken");
  }

  @Test
  void inAFrameworkTheServicesRankingCountsAndServicesComeAndGo() {
    ClientsComponent component = new ClientsComponent();
    RankedConnector low = new RankedConnector.Low();
    RankedConnector high = new RankedConnector.High();
    component.addConnector(high, Map.of("service.ranking", 1));
    component.addConnector(low, Map.of("service.ranking", 2));
    assertThat(component.forScheme("ranked")).containsSame(low);
    component.removeConnector(low);
    assertThat(component.forScheme("ranked")).containsSame(high);
    component.removeConnector(high);
    assertThat(component.forScheme("ranked")).isEmpty();
    assertThatThrownBy(() -> component.builder("ranked://host").connect())
        .hasMessageContaining("no bundle offers a connector");
  }

  @Test
  void aClassLoaderOfABundleIsKnown() {
    assertThat(PlainJava.isBundle(new BundleLoader())).isTrue();
    assertThat(PlainJava.isBundle(ConnectorChoiceTest.class.getClassLoader())).isFalse();
    assertThat(PlainJava.isBundle(null)).isFalse();
  }
}
