package to.clasp.http.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import to.clasp.http.Cors;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;

/** What a browser is told about requests of pages from elsewhere (Fetch standard, CORS). */
final class CorsRules {
  private static final String ANY = "*";
  private static final Pattern HEADER_NAMES = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, -]*");

  private CorsRules() {}

  /** Answers OPTIONS: a preflight by the rules, anything else with the methods there are. */
  static HttpResponse options(HttpRequest request, Set<String> methods, Cors cors) {
    Optional<String> wanted = request.header("access-control-request-method");
    if (request.header("origin").isEmpty() || wanted.isEmpty()) {
      return HttpResponse.empty(200).withHeader("Allow", allow(methods));
    }
    Set<String> allowed = cors.methods().contains(ANY) ? withImplied(methods) : cors.methods();
    String asked = request.header("access-control-request-headers").orElse("");
    if (allowedOrigin(request, cors) == null
        || !allowed.contains(wanted.get())
        || !mayAsk(asked, cors)) {
      return HttpResponse.text(403, "this is not allowed to pages of other origins\n");
    }
    HttpResponse answer =
        HttpResponse.empty(200)
            .withHeader("Access-Control-Allow-Methods", join(allowed))
            .withHeader("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
    return asked.isBlank() ? answer : answer.withHeader("Access-Control-Allow-Headers", asked);
  }

  /** Adds to an answer of a route what a page of another origin needs to see it. */
  static HttpResponse decorate(HttpResponse answer, HttpRequest request, Cors cors) {
    if (cors.origins().isEmpty()) {
      return answer;
    }
    String origin = allowedOrigin(request, cors);
    HttpResponse told =
        origin == null ? answer : answer.withHeader("Access-Control-Allow-Origin", origin);
    return cors.origins().contains(ANY) ? told : told.withHeader("Vary", vary(answer));
  }

  /** Behind what the route itself says that its answer depends on. */
  private static String vary(HttpResponse answer) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Vary"))
        .map(header -> header.getValue() + ", Origin")
        .findFirst()
        .orElse("Origin");
  }

  private static String allowedOrigin(HttpRequest request, Cors cors) {
    if (cors.origins().contains(ANY)) {
      return ANY;
    }
    return request.header("origin").filter(cors.origins()::contains).orElse(null);
  }

  private static boolean mayAsk(String headers, Cors cors) {
    if (!HEADER_NAMES.matcher(headers).matches()) {
      return false;
    }
    if (cors.headers().contains(ANY)) {
      return true;
    }
    Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    allowed.addAll(cors.headers());
    for (String header : headers.toLowerCase(Locale.ROOT).split(",")) {
      if (!header.isBlank() && !allowed.contains(header.strip())) {
        return false;
      }
    }
    return true;
  }

  /** The value of Allow. */
  static String allow(Set<String> methods) {
    return join(withImplied(methods));
  }

  private static Set<String> withImplied(Set<String> methods) {
    Set<String> all = new TreeSet<>(methods);
    all.add("OPTIONS");
    if (methods.contains("GET")) {
      all.add("HEAD");
    }
    return all;
  }

  private static String join(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
