package dev.agentservice.simulator;

import java.util.List;

import dev.agentservice.simulator.script.IllegalRequests;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails every test during which a simulated provider was sent what the real one refuses,
 * unless the test expects it. Applies to all tests, and counts for all at their end.
 *
 * @see dev.agentservice.simulator.script.SimulatedProvider#expectIllegalRequests()
 */
public final class LegalRequests implements BeforeAllCallback, AfterEachCallback {

	private static final Logger LOG = LoggerFactory.getLogger(LegalRequests.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(Namespace.create(LegalRequests.class))
			.computeIfAbsent("count", (_) -> (AutoCloseable) LegalRequests::count, AutoCloseable.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		List<String> reasons = IllegalRequests.takeReasons();
		if (!reasons.isEmpty()) {
			throw new AssertionError("Requests that the real provider refuses: " + String.join("; ", reasons));
		}
	}

	private static void count() {
		if (IllegalRequests.requests() > 0) {
			LOG.atInfo()
				.addKeyValue("requests", IllegalRequests.requests())
				.addKeyValue("illegal", IllegalRequests.illegal())
				.log("requests to simulated providers");
		}
	}

}
