package to.clasp.osc.internal.edge;

import to.clasp.osc.internal.value.NumberTypes;

/**
 * How an edge treats its clients.
 *
 * @param autoSubscribe whether every client gets everything in the namespace
 * @param queries whether a message without arguments asks for the value at its address
 * @param echo whether a client gets what it wrote itself
 * @param types how numbers are sent
 */
public record Habits(boolean autoSubscribe, boolean queries, boolean echo, NumberTypes types) {}
