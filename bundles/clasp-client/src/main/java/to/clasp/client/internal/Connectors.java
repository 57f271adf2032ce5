package to.clasp.client.internal;

import java.util.Optional;
import to.clasp.transport.Connector;

/** The connectors of the moment. */
interface Connectors {

  /** The connector that is to be used for a scheme, in lower case. */
  Optional<Connector> forScheme(String scheme);

  /** What to tell when there is none. */
  String hint();
}
