package org.osgi.framework;

/** Stands for the one that class loaders of a framework implement. */
public interface BundleReference {}
