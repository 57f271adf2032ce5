package to.clasp.auth.internal.jwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import to.clasp.auth.Constraint;
import to.clasp.auth.Scope;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;

/**
 * Claim sf of the protocol: patterns to read, patterns to write, and bounds on what is written. A
 * member that is not known might be a restriction, so it makes the token invalid.
 *
 * @param scopes what it allows
 * @param constraints what bounds it
 */
record SignalRights(List<Scope> scopes, List<Constraint> constraints) {
  private static final int MOST_CONSTRAINTS = 100;
  private static final SignalRights NONE = new SignalRights(List.of(), List.of());

  static SignalRights of(Object claim) {
    if (claim == null) {
      return NONE;
    }
    Map<?, ?> members = object(claim, "", Set.of("read", "write", "constraints"));
    List<Scope> scopes = new ArrayList<>();
    addScopes(Scope.Action.READ, members.get("read"), scopes);
    addScopes(Scope.Action.WRITE, members.get("write"), scopes);
    return new SignalRights(scopes, constraints(members.get("constraints")));
  }

  private static void addScopes(Scope.Action action, Object patterns, List<Scope> scopes) {
    if (patterns == null) {
      return;
    }
    for (Object pattern : array(patterns, action == Scope.Action.READ ? ".read" : ".write")) {
      scopes.add(new Scope(action, pattern(pattern)));
    }
  }

  private static List<Constraint> constraints(Object claim) {
    if (claim == null) {
      return List.of();
    }
    Map<?, ?> members = object(claim, ".constraints", null);
    if (members.size() > MOST_CONSTRAINTS) {
      throw fault(".constraints", "has more than " + MOST_CONSTRAINTS + " members");
    }
    List<Constraint> constraints = new ArrayList<>();
    members.forEach((pattern, bounds) -> constraints.add(constraint(pattern(pattern), bounds)));
    return constraints;
  }

  private static Constraint constraint(AddressPattern pattern, Object claim) {
    String name = ".constraints";
    Map<?, ?> bounds = object(claim, name, Set.of("range", "maxRate"));
    Double min = null;
    Double max = null;
    if (bounds.get("range") != null) {
      List<?> range = array(bounds.get("range"), name);
      if (range.size() != 2) {
        throw fault(name, "has a range that is not [min, max]");
      }
      min = number(range.get(0));
      max = number(range.get(1));
    }
    try {
      return new Constraint(pattern, min, max, number(bounds.get("maxRate")));
    } catch (IllegalArgumentException e) {
      throw fault(name, "cannot be held: " + e.getMessage());
    }
  }

  private static Double number(Object claim) {
    if (claim != null && !(claim instanceof Number)) {
      throw fault(".constraints", "has a bound that is not a number");
    }
    return claim == null ? null : Double.valueOf(((Number) claim).doubleValue());
  }

  private static AddressPattern pattern(Object claim) {
    if (!(claim instanceof String text)) {
      throw fault("", "has a pattern that is not a text");
    }
    try {
      return AddressPattern.parse(text);
    } catch (ProtocolException e) {
      throw fault("", "has a bad pattern: " + e.getMessage());
    }
  }

  private static Map<?, ?> object(Object claim, String name, Set<String> known) {
    if (!(claim instanceof Map<?, ?> members)) {
      throw fault(name, "is not an object");
    }
    if (known != null && !known.containsAll(members.keySet())) {
      throw fault(name, "has a member that is not " + String.join(" or ", known));
    }
    return members;
  }

  private static List<?> array(Object claim, String name) {
    if (!(claim instanceof List<?> members)) {
      throw fault(name, "is not an array");
    }
    return members;
  }

  private static ProtocolException fault(String member, String what) {
    return SignedJwt.refusal("claim sf" + member + " of the token " + what);
  }
}
