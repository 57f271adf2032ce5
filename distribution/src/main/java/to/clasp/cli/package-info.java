/**
 * The command {@code clasp}. It runs outside of the framework: the bundles of the tree lie on its
 * class path, so it uses their internal packages as any other library.
 */
package to.clasp.cli;
