package to.clasp.osc.internal.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import to.clasp.auth.Grant;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;
import to.clasp.osc.internal.address.AddressMap;
import to.clasp.osc.internal.edge.Edge;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.ParamStatus;
import to.clasp.router.Router;

/**
 * Describes the namespace as OSCQuery asks for it. Who asks may see what the network that it asks
 * from may read over OSC.
 */
public final class OscQueryRoute implements HttpRoute {
  private static final int MOST_PARAMS = 10_000;
  private static final String JSON = "application/json";

  private final Router router;
  private final Edge edge;
  private final int udpPort;
  private final WebPorts webPorts;
  private final String path;

  /**
   * The description of an edge.
   *
   * @param router has the params
   * @param edge says who may see them, and how addresses correspond
   * @param udpPort the edge's port
   * @param webPorts where clients find WebSocket
   */
  public OscQueryRoute(Router router, Edge edge, int udpPort, WebPorts webPorts) {
    this.router = router;
    this.edge = edge;
    this.udpPort = udpPort;
    this.webPorts = webPorts;
    this.path = edge.settings().queryPath();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return edge.admit("oscquery", request.remote(), request.secure())
        .handle(
            (grant, refusal) -> {
              if (refusal != null) {
                return HttpResponse.text(403, "not allowed from here\n");
              }
              try {
                return answer(request, grant);
              } finally {
                Edge.release(grant);
              }
            });
  }

  private HttpResponse answer(HttpRequest request, Grant grant) {
    String attribute = request.query().isEmpty() ? "" : decoded(request.query());
    if (attribute.equals(HostInfo.ATTRIBUTE)) {
      return json(
          HostInfo.of(router.status().name(), edge.settings(), udpPort, webPorts.of(request)));
    }
    if (!attribute.isEmpty() && !Node.ATTRIBUTES.contains(attribute)) {
      return HttpResponse.text(400, "no such attribute\n");
    }
    try {
      return describe(address(request.path()), attribute, grant);
    } catch (TooMuch tooMuch) {
      return HttpResponse.text(
          413, "this is " + tooMuch.getMessage() + "; ask for an address below it\n");
    }
  }

  private HttpResponse describe(String osc, String attribute, Grant grant) {
    Node node = tree(osc, grant).find(osc);
    if (node == null) {
      return HttpResponse.text(404, "no such address\n");
    }
    if (attribute.isEmpty()) {
      return json(node.describe());
    }
    String one = node.attribute(attribute);
    return one == null ? HttpResponse.empty(204) : json(one);
  }

  private static String decoded(String query) {
    try {
      return URLDecoder.decode(query, UTF_8);
    } catch (IllegalArgumentException invalid) {
      return query;
    }
  }

  private String address(String requested) {
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String rest = requested.substring(Math.min(base.length(), requested.length()));
    return rest.length() > 1 && rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /** What is at an address and below it; all of the namespace for the root. */
  private Node tree(String osc, Grant grant) {
    AddressMap map = edge.settings().rules().map();
    Node root = Node.root(edge.settings().habits().types());
    boolean all = osc.length() <= 1;
    String base = map.namespace() + (all ? "" : osc);
    List<ParamStatus> params = new ArrayList<>(params(base + "/**"));
    if (!all) {
      params.addAll(params(base));
    }
    for (ParamStatus param : params) {
      if (grant.mayRead(param.address())) {
        String below = param.address().substring(map.namespace().length());
        root.add(below, param.value(), grant.mayWrite(param.address()));
      }
    }
    return root;
  }

  private List<ParamStatus> params(String pattern) {
    AddressPattern parsed;
    try {
      parsed = AddressPattern.parse(pattern);
    } catch (ProtocolException noAddress) {
      return List.of();
    }
    List<ParamStatus> found = router.params(parsed, MOST_PARAMS + 1);
    if (found.size() > MOST_PARAMS) {
      throw new TooMuch("more than " + MOST_PARAMS + " params");
    }
    return found;
  }

  private static HttpResponse json(String text) {
    return HttpResponse.of(200, JSON, text.getBytes(UTF_8));
  }
}
