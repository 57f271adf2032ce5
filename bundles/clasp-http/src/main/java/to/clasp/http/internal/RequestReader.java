package to.clasp.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Collects the parts of one request and refuses what is beyond a limit. */
final class RequestReader {
  /** Bytes of all headers. */
  static final int MAX_HEADER = 8 * 1024;

  private final HttpRequest head;
  private final Target target;
  private final int maxBody;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  private RequestReader(HttpRequest head, Target target, int maxBody) {
    this.head = head;
    this.target = target;
    this.maxBody = maxBody;
  }

  static RequestReader begin(HttpRequest head, int maxBody) throws Refusal {
    HttpHeaders headers = head.headers();
    if (sizeOf(headers) > MAX_HEADER) {
      throw new Refusal(431, "the headers are larger than " + MAX_HEADER + " bytes");
    }
    boolean current = HttpVersion.HTTP_1_1.equals(head.protocolVersion());
    if (!current && !HttpVersion.HTTP_1_0.equals(head.protocolVersion())) {
      throw new Refusal(505, "only HTTP/1.0 and HTTP/1.1");
    }
    if (current && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      throw new Refusal(400, "one header Host is needed");
    }
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
      throw new Refusal(501, "no transfer coding but chunked");
    }
    RequestReader reader = new RequestReader(head, Target.of(head.uri()), maxBody);
    reader.requireRoomFor(HttpUtil.getContentLength(head, 0L));
    return reader;
  }

  private static int sizeOf(HttpHeaders headers) {
    int size = 0;
    for (Map.Entry<String, String> header : headers) {
      size += header.getKey().length() + header.getValue().length() + 4;
    }
    return size;
  }

  /** What to answer when a request cannot be decoded. */
  static Refusal undecodable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Refusal(414, "the request line is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Refusal(431, "the headers are larger than " + MAX_HEADER + " bytes");
    }
    return new Refusal(400, "not a request of HTTP");
  }

  void add(ByteBuf part) throws Refusal {
    requireRoomFor((long) body.size() + part.readableBytes());
    byte[] bytes = new byte[part.readableBytes()];
    part.readBytes(bytes);
    body.writeBytes(bytes);
  }

  private void requireRoomFor(long size) throws Refusal {
    if (size > maxBody) {
      throw new Refusal(413, "the body is larger than " + maxBody + " bytes");
    }
  }

  boolean wantsContinue() {
    return HttpUtil.is100ContinueExpected(head);
  }

  boolean keepsAlive() {
    return HttpUtil.isKeepAlive(head);
  }

  to.clasp.http.HttpRequest complete(Channel channel, Proxies proxies) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (Map.Entry<String, String> header : head.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
          .add(header.getValue());
    }
    boolean bodiless = head.method().equals(HttpMethod.HEAD);
    return new to.clasp.http.HttpRequest(
        bodiless ? "GET" : head.method().name(),
        target.path(),
        target.query(),
        headers,
        body.toByteArray(),
        proxies.client((InetSocketAddress) channel.remoteAddress(), headers),
        channel.pipeline().get(SslHandler.class) != null);
  }
}
