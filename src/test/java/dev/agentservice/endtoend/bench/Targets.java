package dev.agentservice.endtoend.bench;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.endtoend.bench.Wrk.Load;

/**
 * Who is measured.
 *
 * @param processes where they are
 */
record Targets(BenchProcesses processes) {

	static final String DIRECT = "direct";

	static final String DIRECT_STREAM = "direct, streamed";

	static final String RELAY = "relay";

	static final String SYNC = "service";

	static final String UNGUARDED = "service, no guards";

	static final String STREAM = "service, streamed";

	/** Those whose places are compared. */
	List<Target> all() {
		List<Target> all = new ArrayList<>(List.of(provider(DIRECT, BenchRequests.provider(false)),
				provider(DIRECT_STREAM, BenchRequests.provider(true)), relay()));
		all.addAll(ofService());
		return all;
	}

	/** Those of the service. */
	List<Target> ofService() {
		return List.of(service(SYNC, BenchRequests.service(false, BenchPlan.FEW_USERS)),
				service(UNGUARDED, BenchRequests.unguarded(BenchPlan.FEW_USERS)),
				service(STREAM, BenchRequests.service(true, BenchPlan.FEW_USERS)));
	}

	Target provider(String name, Load load) {
		return new Target(name, this.processes.simulatorUrl(), this.processes.simulator().pid(), this.processes.redis(),
				load);
	}

	Target relay() {
		return new Target(RELAY, this.processes.relayUrl(), this.processes.relay().pid(), this.processes.redis(),
				BenchRequests.relay());
	}

	Target service(String name, Load load) {
		return new Target(name, this.processes.serviceUrl(), this.processes.service().pid(), this.processes.redis(),
				load);
	}

}
