package to.clasp.auth.internal;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The scheme has no settings: that the configuration exists is the switch. */
@ObjectClassDefinition(
    name = "CLASP authentication: open",
    description = "Lets everybody read and write everything")
public @interface OpenSchemeConfig {}
