package to.clasp.rendezvous.internal.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.auth.Authenticator;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;
import to.clasp.rendezvous.internal.json.Json;

/** {@code POST /api/v1/register}. */
@Component(service = HttpRoute.class)
public final class RegisterRoute extends ApiRoute {
  private final Rendezvous rendezvous;
  private final Gate gate;

  /** A route for one directory. */
  @Activate
  public RegisterRoute(@Reference Rendezvous rendezvous, @Reference Authenticator authenticator) {
    super("register", "POST");
    this.rendezvous = rendezvous;
    this.gate = new Gate(authenticator);
  }

  @Override
  CompletionStage<Void> admit(HttpRequest request) {
    Settings settings = rendezvous.settings();
    return gate.admit(request, settings.registerNeeds(), settings.address());
  }

  @Override
  HttpResponse answer(HttpRequest request) throws Refused {
    requireExactPath(request);
    String source = source(request);
    rendezvous.directory().admit(source);
    requireJson(request);
    RegistrationReader.Wish wish =
        RegistrationReader.read(request.body(), rendezvous.settings().urlSchemes());
    String shown = request.header(Ownership.HEADER).orElse(null);
    Directory.Registered registered = rendezvous.directory().register(wish, source, shown);
    return HttpResponse.of(201, "application/json", encode(registered))
        .withHeader("Cache-Control", "no-store");
  }

  private static void requireJson(HttpRequest request) throws Refused {
    String type = request.header("content-type").orElse("").split(";", 2)[0].strip();
    String subtype = type.toLowerCase(Locale.ROOT);
    if (!subtype.matches("application/([^/ ]+\\+)?json")) {
      throw new Refused(415, "the header Content-Type must be application/json");
    }
  }

  private static byte[] encode(Directory.Registered registered) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
    try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", registered.id());
      json.writeNumberField("timestamp", registered.timestamp());
      json.writeNumberField("ttl", registered.ttlSeconds());
      json.writeStringField("secret", registered.secret());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
