package dev.agentservice.endtoend.bench;

import java.time.Duration;

import dev.agentservice.endtoend.bench.Wrk.Load;
import dev.agentservice.redis.RedisServer;

/**
 * Something that is asked, and the process that answers.
 *
 * @param name in tables
 * @param baseUrl where it listens
 * @param pid its process
 * @param redis counts what it asks of Redis, if anything
 * @param load what it is asked
 */
record Target(String name, String baseUrl, long pid, RedisServer redis, Load load) {

	/** Asks for so many seconds. */
	Sample measure(int clients, int seconds) {
		Duration cpu = cpu(this.pid);
		Duration redisCpu = cpu(this.redis.pid());
		long scripts = this.redis.scriptCount();
		long commands = this.redis.commandCount();
		Wrk.Result result = Wrk.run(this.baseUrl, this.load, clients, seconds);
		return new Sample(result, cpu(this.pid).minus(cpu), cpu(this.redis.pid()).minus(redisCpu),
				this.redis.scriptCount() - scripts, this.redis.commandCount() - commands);
	}

	/** User and system time so far. */
	private static Duration cpu(long pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().totalCpuDuration()).orElse(Duration.ZERO);
	}

}
