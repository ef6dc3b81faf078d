package dev.agentservice.endtoend.bench;

import java.time.Duration;

/**
 * What one measurement of one target came to.
 *
 * @param wrk what the clients saw
 * @param cpu CPU time of the process
 * @param redisCpu CPU time of Redis
 * @param redisScripts scripts called: each is one round trip
 * @param redisCommands commands called, inside of scripts too
 */
record Sample(Wrk.Result wrk, Duration cpu, Duration redisCpu, long redisScripts, long redisCommands) {

	double perSecond() {
		return this.wrk.requests() / this.wrk.seconds();
	}

	double p50() {
		return this.wrk.p50();
	}

	double p99() {
		return this.wrk.p99();
	}

	/** Milliseconds for one request are seconds for a thousand. */
	double cpuPerThousand() {
		return perRequest(this.cpu.toNanos() / 1e6);
	}

	double redisCpuPerThousand() {
		return perRequest(this.redisCpu.toNanos() / 1e6);
	}

	double scriptsPerRequest() {
		return perRequest((double) this.redisScripts);
	}

	double commandsPerRequest() {
		return perRequest((double) this.redisCommands);
	}

	private double perRequest(double amount) {
		return amount / Math.max(1, this.wrk.requests());
	}

}
