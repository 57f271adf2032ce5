package to.clasp.protocol.codec;

import to.clasp.protocol.Query;

/** QUERY (0x60): pattern. */
final class QueryCodec extends MessageCodec<Query> {
  QueryCodec() {
    super("QUERY", 0x60, Qos.FIRE);
  }

  @Override
  String address(Query query) {
    return query.pattern();
  }

  @Override
  int size(Query query) {
    return Sizes.string(query.pattern(), "pattern");
  }

  @Override
  void write(Query query, Writer out) {
    out.string(query.pattern());
  }

  @Override
  Query read(Reader in) {
    return new Query(in.string("pattern"));
  }

  @Override
  Query read(LegacyFields fields) {
    return new Query(fields.string("pattern"));
  }
}
