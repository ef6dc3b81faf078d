package dev.agentservice.support.personal;

import java.util.List;

/**
 * Those outside of the service to whom one feature hands personal data. What they keep is
 * out of the reach of an erasure, so its receipt names them. A feature that hands any out
 * has a bean of this type.
 */
@FunctionalInterface
public interface Recipients {

	/** Who they are, as the service is configured. */
	List<Recipient> recipients();

}
