/** How fast the codec and the router are, without network; see the README. */
package to.clasp.itests.benchmarks;
