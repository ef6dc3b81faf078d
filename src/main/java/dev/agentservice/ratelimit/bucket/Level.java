package dev.agentservice.ratelimit.bucket;

import java.time.Duration;

import io.github.bucket4j.VerboseResult;

/**
 * What a bucket said.
 *
 * @param passes whether it said yes
 * @param tokens what is left in it; less than 0 in debt
 * @param reset how long until it would say yes to one more token if it said no, and until
 * it is full if it said yes
 */
public record Level(boolean passes, long tokens, Duration reset) {

	static Level of(VerboseResult<?> result, boolean passes) {
		long nanos = passes ? result.getDiagnostics().calculateFullRefillingTime() : result.getState()
			.calculateDelayNanosAfterWillBePossibleToConsume(1, result.getOperationTimeNanos(), true);
		return new Level(passes, result.getDiagnostics().getAvailableTokens(), Duration.ofNanos(nanos));
	}

}
