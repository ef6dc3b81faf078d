package dev.agentservice.llm;

import dev.agentservice.llm.http.proxy.ProxyRefusedException;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.refusal.LoggableName;
import dev.agentservice.llm.refusal.ProviderRefusal;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs why a call failed: the names in the provider's error, and never its message, which
 * may quote the prompt or a key.
 */
final class FailureLog {

	private FailureLog() {
	}

	static void write(Logger logger, ModelException failure) {
		LoggingEventBuilder line = logger.atWarn()
			.addKeyValue("model", failure.model())
			.addKeyValue("kind", failure.kind());
		ProviderRefusal refusal = failure.refusal();
		if (refusal != null) {
			line = line.addKeyValue("status", refusal.status());
			line = named(line, "type", refusal.type());
			line = named(line, "code", refusal.code());
			line = named(line, "param", refusal.param());
		}
		else if (failure.getCause() != null) {
			Throwable cause = innermost(failure.getCause());
			line = line.addKeyValue("cause", cause.getClass().getSimpleName());
			line = (cause instanceof ProxyRefusedException proxy) ? line.addKeyValue("status", proxy.status()) : line;
		}
		line.log("model call failed");
	}

	private static LoggingEventBuilder named(LoggingEventBuilder line, String key, String name) {
		String loggable = LoggableName.of(name);
		return loggable.isEmpty() ? line : line.addKeyValue(key, loggable);
	}

	/**
	 * The class alone: messages hold addresses, and text that a parser could not parse.
	 */
	private static Throwable innermost(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; depth < 8 && cause.getCause() != null; depth++) {
			cause = cause.getCause();
		}
		return cause;
	}

}
