package dev.agentservice.support;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what has to happen. It is no promise: a machine that is busy
 * with other things must not fail a test, and what never happens does not happen in a
 * minute either. In force for every test, see {@code junit-platform.properties}.
 */
public final class Patience implements BeforeAllCallback {

	/** Far longer than anything takes that is awaited. */
	public static final Duration LONG = Duration.ofMinutes(1);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(LONG);
	}

}
