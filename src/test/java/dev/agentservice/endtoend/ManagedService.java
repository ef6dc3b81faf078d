package dev.agentservice.endtoend;

import java.util.Map;

import dev.agentservice.simulator.responses.SimulatedResponses;
import dev.agentservice.simulator.sessions.SimulatedSessions;

/**
 * A service with agents whose loop runs at a provider. What waits there in a queue counts
 * as failed at once, and clients that leave are waited for by nobody.
 */
final class ManagedService extends ServiceUnderTest {

	private static final String SEARCHING = """
			runtime: RUNTIME
			hosted_tools: [web_search, code_interpreter]
			limits: {hosted_context: 10000}""";

	/** Signs webhooks of both providers. */
	static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	/** Signed OpenAI's before. */
	static final String OLD_SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

	private static final ManagedService SHARED = new ManagedService();

	static {
		SHARED.share();
	}

	private ManagedService() {
		with(MailTools.class).with("agent-service.llm.remote.queued-limit", "0s")
			.with("agent-service.llm.remote.silence", "6s")
			.with("agent-service.llm.resilience.breaker.minimum-calls", "1000")
			.with("agent-service.run.events.client-grace", "0s")
			.with("agent-service.llm.remote.webhooks.openai-secrets", SECRET + "," + OLD_SECRET)
			.with("agent-service.llm.remote.webhooks.anthropic-secrets", SECRET)
			.with("agent-service.llm.remote.sessions.agent", SimulatedSessions.AGENT)
			.with("agent-service.llm.remote.sessions.environment", SimulatedSessions.ENVIRONMENT);
		file("own", "tools: [calculator]");
		file("managed", "tools: [calculator]\nruntime: RUNTIME");
		file("brief", """
				tools: [calculator]
				runtime: RUNTIME
				hosted_tools: [web_search]
				limits: {steps: 2, hosted_context: 10000}""");
		file("alone", "runtime: RUNTIME\nruntime_fallback: none");
		file("searching", SEARCHING);
		file("seeking", SEARCHING + "\nruntime_fallback: none");
		file("paying", "tools: [pay_out]\nruntime: RUNTIME\nhosted_tools: [web_search]");
		file("payer", "tools: [pay_out]\nruntime: RUNTIME");
	}

	/** For all classes about such agents. */
	static ManagedService shared() {
		return SHARED;
	}

	private void file(String name, String frontMatter) {
		for (ManagedBy provider : ManagedBy.values()) {
			agent(provider.agent(name), provider.file(name, frontMatter));
		}
	}

	SimulatedResponses responses() {
		return simulator().responses();
	}

	SimulatedSessions sessions() {
		return simulator().sessions();
	}

	MailTools tools() {
		return bean(MailTools.class);
	}

	Client.Reply ask(ManagedBy provider, String agent, String task) {
		return ask(provider.agent(agent), task);
	}

	Client.Reply ask(String agent, String task) {
		return ada().ask(Map.of("task", task, "agent", agent));
	}

	@Override
	public void clear() {
		super.clear();
		tools().paid.clear();
	}

}
