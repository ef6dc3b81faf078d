package dev.agentservice.endtoend.faults;

import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.SimulatedProvider;

/**
 * Which models a fault is tried with.
 */
enum Variant {

	/** The first model speaks Anthropic's protocol, its fallback OpenAI's. */
	ANTHROPIC_FIRST("anthropic", FaultyAgent.PAIR),
	/** The other way round. */
	OPENAI_FIRST("openai", FaultyAgent.SWAPPED),
	/** The first model calls a tool before it fails. */
	WITH_TOOLS("tools", FaultyAgent.TOOLS);

	private final String label;

	private final FaultyAgent agent;

	Variant(String label, FaultyAgent agent) {
		this.label = label;
		this.agent = agent;
	}

	/** The agent that a fault of {@link FaultyAgent#PAIR} is tried with. */
	FaultyAgent agent(FaultyAgent usual) {
		return (usual == FaultyAgent.PAIR) ? this.agent : usual;
	}

	SimulatedProvider first(Simulator simulator) {
		return (this == OPENAI_FIRST) ? simulator.openai() : simulator.anthropic();
	}

	SimulatedProvider fallback(Simulator simulator) {
		return (this == OPENAI_FIRST) ? simulator.anthropic() : simulator.openai();
	}

	@Override
	public String toString() {
		return this.label;
	}

}
