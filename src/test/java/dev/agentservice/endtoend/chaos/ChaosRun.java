package dev.agentservice.endtoend.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/**
 * One run of a trial.
 *
 * @param mark stands in the task and nowhere else
 * @param agent which agent is asked
 * @param request the body of the request
 * @param responses what the agent's provider does, call by call
 * @param patience after how long the client closes its connection; null if it waits
 * @param first whether it goes to the replica that is killed, as long as that lives
 */
record ChaosRun(String mark, ChaosAgent agent, Map<String, Object> request, List<Scripted> responses,
		@Nullable Duration patience, boolean first) {

	ChaosRun {
		request = Map.copyOf(request);
		responses = List.copyOf(responses);
	}

	/** Tells the provider what to do when it is asked. */
	void prepare(Simulator simulator) {
		SimulatedProvider provider = switch (this.agent) {
			case ANTHROPIC -> simulator.anthropic();
			case OPENAI -> simulator.openai();
		};
		provider.whenAsked(this.mark).next(this.responses.toArray(Scripted[]::new));
	}

}
