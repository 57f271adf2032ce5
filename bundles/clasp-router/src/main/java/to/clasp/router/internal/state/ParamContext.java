package to.clasp.router.internal.state;

/** What all params share. */
record ParamContext(ParamRules rules, Ticks ticks, ShortestTtl shortestTtl, ParamMemory memory) {}
