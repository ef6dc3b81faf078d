package dev.agentservice.endtoend.crash.agent;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be tried.
 *
 * @param agent the agent's file
 * @param task what it is asked
 * @param pairs whether two replicas die in each run
 * @param rounds the most rounds of tool calls
 * @param tools a class with tools besides those of the service; empty for none
 * @param options further options of the replicas, such as {@code --shop.url=…}
 */
record AgentTrialSettings(Path agent, String task, boolean pairs, int rounds, String tools, List<String> options) {

	/** How clients ask for the agent. */
	String name() {
		return this.agent.getFileName().toString().replaceFirst("\\.md$", "");
	}

	/** What Spring is given besides the service. */
	String sources() {
		return StandIns.class.getName() + (this.tools.isEmpty() ? "" : "," + this.tools);
	}

}
