package dev.agentservice.lambda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.Surroundings;
import dev.agentservice.lambda.Trigger.Kind;

import static org.awaitility.Awaitility.await;

/**
 * The service as a process that lives only while a request does.
 *
 * @param api its Runtime API
 * @param process the process
 */
record Sandbox(FakeRuntimeApi api, Replica process) {

	static Sandbox start(Surroundings surroundings, Path agents, String... options) {
		FakeRuntimeApi api = FakeRuntimeApi.start();
		List<String> all = new ArrayList<>(List.of("--spring.profiles.active=lambda",
				"--AWS_LAMBDA_RUNTIME_API=" + api.address(), "--agent-service.lambda.invoke-mode=response_stream",
				"--agent-service.agents.directory=" + agents));
		all.addAll(List.of(options));
		return new Sandbox(api, surroundings.replica(all.toArray(String[]::new)));
	}

	Trigger url() {
		return new Trigger(this.api, Kind.URL);
	}

	/** Does something while the process is frozen between two invocations. */
	void frozen(Runnable meanwhile) {
		await().until(this.api::isIdle);
		this.process.freeze();
		try {
			meanwhile.run();
		}
		finally {
			this.process.thaw();
		}
	}

}
