package dev.agentservice.smoke;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be asked, and of whom.
 *
 * @param url where clients find the service
 * @param managementUrl where probes and Prometheus do; empty if that is out of reach
 * @param key the API key
 * @param agent the agent that is asked
 * @param version the release that is to run there; empty for any
 * @param guarded whether injected instructions have to be refused
 */
record Plan(String url, String managementUrl, String key, String agent, String version, boolean guarded) {

	List<Check> checks() {
		Target target = new Target(this.url, this.key);
		Tasks tasks = new Tasks(this.agent);
		List<Check> checks = new ArrayList<>();
		checks.addAll(new AgentChecks(target, tasks).all());
		checks.addAll(new OpenAiChecks(target, tasks).all());
		checks.addAll(new LimitChecks(target, tasks).all());
		if (this.guarded) {
			checks.add(new LimitChecks(target, tasks).guard());
		}
		// Last, so that there is something to count.
		if (!this.managementUrl.isEmpty()) {
			checks.addAll(management());
		}
		return checks;
	}

	/** What cannot be asked this time, and why. */
	List<Left> left() {
		List<Left> left = new ArrayList<>();
		if (this.managementUrl.isEmpty()) {
			management().forEach((check) -> left.add(Left.of(check, "no --management-url")));
		}
		if (!this.guarded) {
			left.add(Left.of(new LimitChecks(new Target(this.url, this.key), new Tasks(this.agent)).guard(),
					"no --expect-guard"));
		}
		return left;
	}

	private List<Check> management() {
		return new ManagementChecks(new Target(this.managementUrl, ""), this.version).all();
	}

	/**
	 * A check that is left out.
	 *
	 * @param face where it would be asked
	 * @param promise what the service would have to do
	 * @param reason why it is left out
	 */
	record Left(String face, String promise, String reason) {

		private static Left of(Check check, String reason) {
			return new Left(check.face(), check.promise(), reason);
		}

	}

}
